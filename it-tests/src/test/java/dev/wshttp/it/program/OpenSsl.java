// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.ProgramRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The openssl program, run in a folder.
 *
 * @param folder what it reads and writes; arguments name files in it as {@code @NAME}
 */
public record OpenSsl(Path folder) {
    public static final String PASSWORD = "Kq7-not-in-any-log";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Runs a command; its arguments are separated by spaces. */
    public ProgramRun run(String arguments) {
        var words = new ArrayList<>(List.of("openssl"));
        for (String argument : arguments.split(" ")) {
            words.add(argument.replace("@", folder + "/"));
        }
        return Command.of(words).run(LIMIT);
    }

    /** Runs a command that has to succeed, and returns what it printed. */
    public String print(String arguments) {
        ProgramRun run = run(arguments);
        if (run.exitCode() != 0) {
            throw new IllegalStateException(
                    "openssl " + arguments + " ended with " + run.exitCode() + ": " + run.err());
        }
        return String.join("\n", run.out());
    }

    /** Makes {@code ca.pem}, and key, certificate and store of a service and a client; {@code password} opens the stores. */
    public OpenSsl makeAll() {
        write("password", PASSWORD + "\n");
        request("ca", "An authority of openssl");
        write(
                "ca.ext",
                "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n");
        print("x509 -req -days 2 -in @ca.csr -signkey @ca-key.pem -extfile @ca.ext -out @ca.pem");
        credential("service", "Contoso.com", "serverAuth");
        credential("client", "Cohowinery.com", "clientAuth");
        return this;
    }

    private void credential(String name, String subject, String purpose) {
        request(name, subject);
        write(
                name + ".ext",
                "keyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=" + purpose
                        + "\nsubjectAltName=DNS:" + subject
                        + "\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
        print("x509 -req -days 2 -in @" + name + ".csr -CA @ca.pem -CAkey @ca-key.pem -CAcreateserial -extfile @" + name
                + ".ext -out @" + name + ".pem");
        print("pkcs12 -export -in @" + name + ".pem -inkey @" + name
                + "-key.pem -certfile @ca.pem -passout file:@password" + " -out @" + name + ".p12");
    }

    private void request(String name, String subject) {
        print("req -new -newkey rsa:2048 -nodes -subj /CN=" + subject.replace(' ', '-') + " -keyout @" + name
                + "-key.pem -out @" + name + ".csr");
    }

    private void write(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }
}
