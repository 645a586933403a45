// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import java.util.List;

/** A call of an operation, and how both applications see it. */
record Call(String action, String text, int number) {
    private String operation() {
        return action.substring(action.indexOf('/') + 1);
    }

    /** The body of the request. */
    String payload() {
        return "<f:" + operation() + " xmlns:f='" + Desk.NAMESPACE + "'><text>" + text + "</text><number>" + number
                + "</number></f:" + operation() + ">";
    }

    /** The body of the request, as a {@link dev.wshttp.security.fuzz.View} has it. */
    List<String> body() {
        return List.of(
                "<{" + Desk.NAMESPACE + "}" + operation() + "><text>" + text + "</><number>" + number + "</></>");
    }

    /** What the service's operation sees, and says. */
    String seenOf(String caller) {
        return operation() + "(" + text + ", " + number + ", dry run: true) by " + caller;
    }
}
