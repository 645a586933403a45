// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.UntrustedText;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says what the failure of a connection means. */
final class StoreFailure {
    private static final List<String> REFUSALS =
            List.of("WRONGPASS", "NOAUTH", "NOPERM", "ERR AUTH", "ERR Client sent AUTH", "MOVED", "DENIED");

    private StoreFailure() {}

    /** Returns the cause of it all in words. */
    static String reason(Throwable failed) {
        Throwable deepest = failed;
        while (deepest.getCause() != null && !(deepest instanceof MessageSecurityException)) {
            deepest = deepest.getCause();
        }
        if (deepest instanceof TimeoutException) {
            return "no answer in time";
        }
        String text = deepest.getMessage();
        return text == null ? deepest.getClass().getSimpleName() : UntrustedText.oneLine(text) + remedy(text);
    }

    private static String remedy(String answer) {
        if (answer.startsWith("MOVED")) {
            return " (it is a server of a cluster: set cluster.uri to redis-cluster://...)";
        }
        if (answer.startsWith("READONLY")) {
            return " (it is a replica: let cluster.uri name its master, or the Sentinels)";
        }
        return answer.startsWith("DENIED") ? " (give the instances a user there, or let it accept them)" : "";
    }

    /** Returns whether the store answers and refuses: it is set up in another way than this side expects, and waiting does not help. */
    static boolean isRefusal(Throwable failed) {
        for (Throwable at = failed; at != null; at = at.getCause()) {
            if (at instanceof Joining.UnsuitableStoreException
                    || at instanceof MessageSecurityException
                    || at instanceof SSLException
                    || (at instanceof RedisCommandExecutionException && isRefusal(String.valueOf(at.getMessage())))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRefusal(String answer) {
        return REFUSALS.stream().anyMatch(answer::startsWith);
    }

    /**
     * Throws what an administrator has to correct; returns if the store may answer later.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID}, or that of a file that cannot be read
     */
    static void requireCorrectable(Throwable failed, String address) {
        for (Throwable at = failed; at != null; at = at.getCause()) {
            if (at instanceof MessageSecurityException known) {
                throw known;
            }
        }
        if (isRefusal(failed)) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "The shared memory at '" + address + "' cannot be used: " + reason(failed)
                            + ". Correct the settings message-security.cluster.*, or the store.",
                    failed);
        }
    }
}
