// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the attributes with which a file is created for its owner only, so that no other user can open it at any time.
 */
final class OwnerOnly {

    private OwnerOnly() {}

    static FileAttribute<?> file(Path directory) throws IOException {
        return isPosix(directory)
                ? PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                : accessList(directory);
    }

    static FileAttribute<?> directory(Path existingParent) throws IOException {
        return isPosix(existingParent)
                ? PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                : accessList(existingParent);
    }

    private static boolean isPosix(Path existing) throws IOException {
        FileStore store = Files.getFileStore(existing);
        return store.supportsFileAttributeView("posix");
    }

    // Windows: an access list with one entry that permits everything to the user of this process.
    private static FileAttribute<List<AclEntry>> accessList(Path existing) throws IOException {
        var owner = existing.getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(System.getProperty("user.name"));
        Set<AclEntryPermission> everything = EnumSet.allOf(AclEntryPermission.class);
        var entry = AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(everything)
                .build();
        return new AccessList(List.of(entry));
    }

    private record AccessList(List<AclEntry> value) implements FileAttribute<List<AclEntry>> {
        @Override
        public String name() {
            return "acl:acl";
        }
    }
}
