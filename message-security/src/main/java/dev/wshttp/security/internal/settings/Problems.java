// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is wrong with the settings, so that one run reports all problems. Not safe for use by several threads. */
public final class Problems {
    private final Set<String> texts = new LinkedHashSet<>();
    private final List<MessageSecurityException> causes = new ArrayList<>();

    public void add(String text) {
        texts.add(text.endsWith("?") || text.endsWith(".") ? text : text + ".");
    }

    public void add(String where, MessageSecurityException cause) {
        texts.add(where + ": " + cause.getMessage());
        causes.add(cause);
    }

    /**
     * Ends the reading.
     *
     * @throws MessageSecurityException if there is any problem, naming all of them, one a line
     */
    public void refuse() {
        if (texts.isEmpty()) {
            return;
        }
        String count = texts.size() == 1 ? "There is a problem" : "There are " + texts.size() + " problems";
        throw MessageSecurityException.withFindings(
                fault(), count + " with the settings:", texts, causes.isEmpty() ? null : causes.get(0));
    }

    // A wrong password or a foreign identity keeps its own code when it is all that is wrong.
    private SecurityFault fault() {
        Optional<SecurityFault> common = causes.stream()
                .map(MessageSecurityException::fault)
                .distinct()
                .reduce((one, other) -> SecurityFault.CONFIGURATION_INVALID);
        return causes.size() == texts.size()
                ? common.orElse(SecurityFault.CONFIGURATION_INVALID)
                : SecurityFault.CONFIGURATION_INVALID;
    }
}
