// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.internal.token.SharedSecret;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table changes in a genuine message: statements between semicolons, such as {@code unsign To; erase ReplyTo}. Statements before {@code seal} change the
 * opened message, which is then signed and encrypted as if nothing had happened; those after it change the message as an attacker on the network
 * can. {@link Statements} has the statements. Immutable.
 */
public final class ChangeScript {
    private static final String SEAL = "seal";

    private final String text;
    private final List<List<String>> inside;
    private final List<List<String>> outside;

    private ChangeScript(String text, List<List<String>> inside, List<List<String>> outside) {
        this.text = text;
        this.inside = List.copyOf(inside);
        this.outside = List.copyOf(outside);
    }

    /**
     * Reads a change.
     *
     * @throws IllegalArgumentException if it has an unknown statement
     */
    public static ChangeScript of(String text) {
        var inside = new ArrayList<List<String>>();
        var outside = new ArrayList<List<String>>();
        boolean sealed = false;
        for (List<String> statement : Words.of(text)) {
            if (statement.equals(List.of(SEAL))) {
                sealed = true;
            } else {
                Statements.require(statement);
                (sealed ? outside : inside).add(statement);
            }
        }
        return new ChangeScript(text, inside, outside);
    }

    /** Returns whether the message stays as it is. */
    public boolean isEmpty() {
        return inside.isEmpty() && outside.isEmpty();
    }

    /**
     * Changes a message that only one side signs, such as a leg of a negotiation, which nothing protects.
     *
     * @throws IllegalArgumentException if the message has no such place
     */
    public void apply(Forgery message) {
        Forger keyless = Forger.of(SharedSecret.of(new byte[0]));
        inside.forEach(statement -> Statements.run(statement, message, keyless));
    }

    /**
     * Changes a message, and signs and encrypts it.
     *
     * @param message the genuine one, opened; used up by it
     * @param forger whose keys the message is made with
     * @throws IllegalArgumentException if the message has no such place
     */
    public byte[] octets(Forgery message, Forger forger) {
        inside.forEach(statement -> Statements.run(statement, message, forger));
        return onTheWire(forger.remade(message));
    }

    /** Changes a message on its way, as an attacker who has none of its keys. Statements before {@code seal} do not apply. */
    public byte[] onTheWire(byte[] sealed) {
        byte[] octets = sealed;
        for (List<String> statement : outside) {
            octets = statement.get(0).equals("replace")
                    ? replaced(octets, statement.get(1), statement.get(2))
                    : changed(octets, statement);
        }
        return octets;
    }

    private static byte[] changed(byte[] octets, List<String> statement) {
        Forgery message = Forgery.intercepted(octets);
        Statements.run(statement, message, Forger.of(SharedSecret.of(new byte[0])));
        return message.octets();
    }

    private static byte[] replaced(byte[] octets, String old, String other) {
        String before = new String(octets, UTF_8);
        String after = before.replace(old, other);
        if (after.equals(before)) {
            throw new IllegalArgumentException("The message does not contain '" + old + "', which is to be replaced");
        }
        return after.getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return text;
    }
}
