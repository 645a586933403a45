// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import dev.wshttp.security.SecurityFault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One way in which a message can differ from WCF's own.
 *
 * @param name as the recorded tables name it
 * @param refusal why this library refuses it; empty where it accepts it
 */
record Deviation(String name, Optional<SecurityFault> refusal, Making making) {

    /** Makes the octets that go over the wire. */
    interface Making {
        /** @param message the genuine one, opened */
        byte[] octets(Forgery message, Call call);
    }

    static Deviation accepted(String name, Making making) {
        return new Deviation(name, Optional.empty(), making);
    }

    /** A message that is changed and then signed and encrypted as if nothing were. */
    static Deviation accepted(String name, Consumer<Forgery> change) {
        return accepted(name, changed(change));
    }

    static Deviation refused(String name, SecurityFault refusal, Making making) {
        return new Deviation(name, Optional.of(refusal), making);
    }

    /** A message that is changed and then signed and encrypted as if nothing were. */
    static Deviation refused(String name, SecurityFault refusal, Consumer<Forgery> change) {
        return refused(name, refusal, changed(change));
    }

    /** The change comes after signing and encrypting. */
    static Making sealed(Consumer<Forgery> change) {
        return (message, call) -> {
            Forgery wire = Forgery.intercepted(call.remade(message));
            change.accept(wire);
            return wire.octets();
        };
    }

    private static Making changed(Consumer<Forgery> change) {
        return (message, call) -> {
            change.accept(message);
            return call.remade(message);
        };
    }

    static Map<String, Deviation> table(Deviation... rows) {
        var table = new LinkedHashMap<String, Deviation>();
        for (Deviation row : rows) {
            if (table.put(row.name, row) != null) {
                throw new IllegalArgumentException("'" + row.name + "' twice");
            }
        }
        return table;
    }

    @Override
    public String toString() {
        return name;
    }
}
