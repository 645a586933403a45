// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.ProtectionLevel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The levels of the messages of a binding, by the names that its WSDL has for them. A message without levels has the defaults. Immutable. */
public final class MessageLevels {
    /** Those of a contract that says nothing. */
    public static final MessageLevels DEFAULT = new Builder().build();

    private final Map<Message, MessageParts> levels;

    private MessageLevels(Map<Message, MessageParts> levels) {
        this.levels = Map.copyOf(levels);
    }

    MessageParts of(String operation, String kind, String fault) {
        return levels.getOrDefault(new Message(operation, kind, fault), MessageParts.DEFAULT);
    }

    /** Returns what differs from the levels that a WSDL has for the same messages, in words. */
    List<String> differences(MessageLevels inWsdl) {
        var messages = new TreeSet<>(Comparator.comparing(Message::toString));
        messages.addAll(levels.keySet());
        messages.addAll(inWsdl.levels.keySet());
        var differences = new ArrayList<String>();
        for (Message message : messages) {
            MessageParts here = levels.getOrDefault(message, MessageParts.DEFAULT);
            MessageParts there = inWsdl.levels.getOrDefault(message, MessageParts.DEFAULT);
            if (!here.equals(there)) {
                differences.add("the protection of the " + message + " is '" + there + "' in the WSDL and '" + here
                        + "' in the service");
            }
        }
        return differences;
    }

    /** Returns whether nothing of any message is signed. */
    boolean isNothingSigned() {
        return !levels.isEmpty()
                && levels.values().stream()
                        .allMatch(parts -> !parts.body().isSigned()
                                && parts.headers().values().stream().noneMatch(ProtectionLevel::isSigned));
    }

    /**
     * A message of an operation.
     *
     * @param kind the local name of its element in the binding
     * @param fault the name of a fault; empty for other messages
     */
    private record Message(String operation, String kind, String fault) {
        @Override
        public String toString() {
            return kind + (fault.isEmpty() ? "" : " '" + fault + "'") + " of '" + operation + "'";
        }
    }

    /** Collects the levels. */
    public static final class Builder {
        private final Map<Message, MessageParts> levels = new HashMap<>();

        /** Sets the levels of the request of an operation. */
        public void input(String operation, MessageParts parts) {
            levels.put(new Message(operation, "input", ""), parts);
        }

        /** Sets the levels of the reply of an operation. */
        public void output(String operation, MessageParts parts) {
            levels.put(new Message(operation, "output", ""), parts);
        }

        /** Sets the levels of a fault of an operation. */
        public void fault(String operation, String name, MessageParts parts) {
            levels.put(new Message(operation, "fault", name), parts);
        }

        /** Returns the levels. */
        public MessageLevels build() {
            return new MessageLevels(levels);
        }
    }
}
