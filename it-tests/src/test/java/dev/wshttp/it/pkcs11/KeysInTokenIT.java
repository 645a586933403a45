// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.process.RequiresPrograms;
import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.X509Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Service and client sign and decrypt with keys that cannot be exported. */
@RequiresPrograms(value = "softhsm2-util", packages = "softhsm2", mandatoryIf = "WSHTTP_REQUIRE_SOFTHSM")
class KeysInTokenIT {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void callInAllModes(@TempDir Path folder) throws Exception {
        var token = SoftHsm.in(folder);

        ProgramRun run = run(token, CallsWithKeysInToken.class);

        assertThat(run.out().stream().filter(line -> line.startsWith("CALLED ")))
                .as(run.errors())
                .containsExactlyElementsOf(allCalls());
    }

    @Test
    void areNotOpenedWithAWrongPin(@TempDir Path folder) throws Exception {
        var token = SoftHsm.in(folder);

        ProgramRun run = run(token, WrongPin.class);

        assertThat(run.out())
                .as(run.errors())
                .singleElement()
                .asString()
                .matches("CREDENTIAL_UNREADABLE: .*CKR_PIN_INCORRECT.*locks itself.*");
    }

    private static ProgramRun run(SoftHsm token, Class<?> program) {
        return token.seenBy(Command.of(
                        JAVA.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dsun.net.httpserver.nodelay=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        token.providerConfiguration().toString()))
                .run(LIMIT);
    }

    /** A program that gives a wrong PIN. */
    static final class WrongPin {
        private WrongPin() {}

        /** @param arguments the configuration file of the provider */
        public static void main(String[] arguments) {
            try {
                System.out.println(X509Store.pkcs11(Path.of(arguments[0]), "4321".toCharArray()));
            } catch (MessageSecurityException refused) {
                System.out.println(refused.fault() + ": " + refused.getMessage());
            }
        }
    }

    private static List<String> allCalls() {
        var calls = new ArrayList<String>();
        for (var engine : MessageEngine.values()) {
            for (String suite : List.of("BASIC256", "BASIC256_RSA15")) {
                for (int mode = 0; mode < 4; mode++) {
                    calls.add("CALLED " + engine + " " + suite + " " + mode + " 115.99");
                }
            }
        }
        for (int mode = 0; mode < 4; mode++) {
            calls.add("CALLED by settings " + mode + " 115.99");
        }
        return calls;
    }
}
