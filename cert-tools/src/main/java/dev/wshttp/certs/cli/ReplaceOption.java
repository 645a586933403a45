// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.ExistingFiles;
import picocli.CommandLine.Option;

/** The option that allows files to be replaced. */
final class ReplaceOption {

    @Option(names = "--force", description = "Replace files that exist. Keys that are replaced are lost.")
    private boolean force;

    ExistingFiles existingFiles() {
        return force ? ExistingFiles.REPLACE : ExistingFiles.REFUSE;
    }
}
