// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.SecurityFault.METADATA_UNREADABLE;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurityException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Reads the documents of one service from one host and port over HTTP, or from one folder, which may be in a jar. Bounds the number, the size and the time of one
 * reading. Not safe for use by several threads.
 */
final class MetadataSource {
    /** The size of the largest document. */
    static final int LARGEST_DOCUMENT_BYTES = 1024 * 1024;

    /** The largest size of all documents of one service together. */
    static final int LARGEST_TOTAL_BYTES = 4 * 1024 * 1024;

    /** The largest number of documents of one service; a service of WCF has two. */
    static final int MOST_DOCUMENTS = 16;

    /** The longest time for all documents together. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Pattern IN_JAR =
            Pattern.compile("(?i:jar:(?:file|nested):)/(?:(?!/)|//)[^?#]*!/(?!.*\\.\\.)[^?#]+");
    private static final int OK = 200;
    private static final int REDIRECTION = 3;
    private static final int HUNDRED = 100;
    private static final String REMEDY =
            " Check the address, or save the document to a file and name the file. A WCF service has all in one document at '?singleWsdl'.";

    private final URI root;
    private final long deadlineNanos;
    private int documents;
    private int bytes;

    MetadataSource(URI root, Duration longest) {
        this.root = root;
        this.deadlineNanos = System.nanoTime() + longest.toNanos();
        if (!isHttp(root) && !isFile(root) && !isInJar(root)) {
            throw new MessageSecurityException(
                    METADATA_UNREADABLE,
                    "Cannot read a WSDL from '" + root
                            + "' (expected an http:// or https:// address such as 'http://localhost:8080/Calculator?wsdl', without user or"
                            + " fragment, a file, or one in a jar)." + REMEDY);
        }
    }

    /** Returns whether the documents come over the network, so that they are not authenticated. */
    boolean isNetwork() {
        return isHttp(root);
    }

    /**
     * Returns the octets of a document.
     *
     * @throws MessageSecurityException with {@code METADATA_UNREADABLE}
     */
    byte[] read(URI document) {
        if (!isSameOrigin(document)) {
            throw unreadable(
                    document,
                    "it is imported from another place than '" + root + "'",
                    isNetwork() ? "the same host and port" : "a file of the same folder");
        }
        if (++documents > MOST_DOCUMENTS) {
            throw unreadable(document, "it is one document more than '" + MOST_DOCUMENTS + "'", "at most as many");
        }
        byte[] content = isNetwork() ? download(document) : readLocal(document);
        bytes += content.length;
        if (bytes > LARGEST_TOTAL_BYTES) {
            throw tooLarge(document, LARGEST_TOTAL_BYTES);
        }
        return content;
    }

    private boolean isSameOrigin(URI document) {
        if (isNetwork()) {
            return http(document)
                    .filter(address -> address.isSameOrigin(HttpAddress.of(root)))
                    .isPresent();
        }
        return isInJar(root)
                ? isInJar(document) && folderInJar(document).equals(folderInJar(root))
                : isFile(document) && folder(document).equals(folder(root));
    }

    private static boolean isHttp(URI address) {
        return http(address).isPresent();
    }

    private static Optional<HttpAddress> http(URI address) {
        return HttpAddress.parse(address.toString()).filter(found -> !found.hasUser() && !found.hasFragment());
    }

    private static boolean isFile(URI address) {
        return "file".equalsIgnoreCase(address.getScheme())
                && address.getRawAuthority() == null
                && address.getPath() != null
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
    }

    /** Returns whether this is a file in a jar on this machine, as class loaders name it; those of Spring Boot have the scheme {@code nested}. */
    private static boolean isInJar(URI address) {
        return IN_JAR.matcher(address.toString()).matches();
    }

    private static String folderInJar(URI file) {
        String address = file.toString();
        return address.substring(0, address.lastIndexOf('/'));
    }

    private static Path folder(URI file) {
        return Path.of(file).toAbsolutePath().normalize().resolveSibling("");
    }

    private static byte[] readLocal(URI file) {
        try (var content = isInJar(file) ? inJar(file) : Files.newInputStream(Path.of(file))) {
            byte[] octets = content.readNBytes(LARGEST_DOCUMENT_BYTES + 1);
            if (octets.length > LARGEST_DOCUMENT_BYTES) {
                throw tooLarge(file, LARGEST_DOCUMENT_BYTES);
            }
            return octets;
        } catch (IOException cause) {
            throw unreadable(file, "the file cannot be read (" + cause + ")", "a WSDL", cause);
        }
    }

    private static InputStream inJar(URI file) throws IOException {
        URLConnection connection = file.toURL().openConnection();
        // A jar that the JDK keeps open cannot be replaced under Windows.
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private byte[] download(URI document) {
        try {
            return content(document, Download.get(document, LARGEST_DOCUMENT_BYTES, deadlineNanos));
        } catch (TimeoutException late) {
            throw unreadable(document, "it did not come in time", "the WSDL, within " + LONGEST, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unreadable(document, "the thread was interrupted", "the WSDL", interrupted);
        } catch (Download.TooLargeException larger) {
            throw tooLarge(document, LARGEST_DOCUMENT_BYTES);
        } catch (IOException failed) {
            throw unreadable(
                    document, "it did not come: " + MetadataXml.printable(failed.toString()), "the WSDL", failed);
        }
    }

    private static byte[] content(URI document, Download.Answer answer) {
        int status = answer.status();
        if (status / HUNDRED == REDIRECTION) {
            throw unreadable(
                    document,
                    "it is said to be at '" + MetadataXml.printable(answer.location()) + "' (HTTP status '" + status
                            + "')",
                    "no redirection; name that address if you mean it");
        }
        if (status != OK) {
            throw unreadable(document, "the server answered with HTTP status '" + status + "'", "'200' and the WSDL");
        }
        return answer.body();
    }

    private static MessageSecurityException tooLarge(URI document, int limit) {
        return unreadable(document, "it is larger than '" + limit + "' bytes", "at most as many");
    }

    private static MessageSecurityException unreadable(URI document, String found, String expected) {
        return new MessageSecurityException(METADATA_UNREADABLE, text(document, found, expected));
    }

    private static MessageSecurityException unreadable(URI document, String found, String expected, Exception cause) {
        return new MessageSecurityException(METADATA_UNREADABLE, text(document, found, expected), cause);
    }

    private static String text(URI document, String found, String expected) {
        return "Cannot read the WSDL at '" + document + "': " + found + " (expected " + expected + ")." + REMEDY;
    }
}
