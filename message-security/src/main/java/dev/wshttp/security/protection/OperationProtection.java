// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.protection;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The levels of the messages of one operation. Requests and replies are independent. A fault that the contract does not declare is always encrypted, as in
 * WCF. Immutable.
 *
 * @param action the action of the request
 * @param request the parts of the request
 * @param replyAction the action of the reply
 * @param reply the parts of the reply
 * @param faults the parts of declared faults by their actions
 */
public record OperationProtection(
        String action, MessageParts request, String replyAction, MessageParts reply, Map<String, MessageParts> faults) {
    /**
     * Copies the faults, in their order.
     *
     * @throws NullPointerException if a part is null
     */
    public OperationProtection {
        requireNonNull(action, "action");
        requireNonNull(request, "request");
        requireNonNull(replyAction, "replyAction");
        requireNonNull(reply, "reply");
        faults = Collections.unmodifiableMap(new LinkedHashMap<>(faults));
    }

    /** Returns the operation with WCF's default action of its reply and both directions at one level, without declared faults. */
    public static OperationProtection of(String action, ProtectionLevel level) {
        MessageParts parts = MessageParts.ofBody(level);
        return new OperationProtection(action, parts, action + "Response", parts, Map.of());
    }

    /** Returns the same operation with other parts of its request. */
    public OperationProtection withRequest(MessageParts parts) {
        return new OperationProtection(action, parts, replyAction, reply, faults);
    }

    /** Returns the same operation with other parts of its reply. */
    public OperationProtection withReply(MessageParts parts) {
        return new OperationProtection(action, request, replyAction, parts, faults);
    }

    /** Returns the same operation with another action of its reply. */
    public OperationProtection withReplyAction(String otherAction) {
        return new OperationProtection(action, request, otherAction, reply, faults);
    }

    /** Returns the same operation with one more declared fault. */
    public OperationProtection withFault(String faultAction, MessageParts parts) {
        var more = new LinkedHashMap<>(faults);
        more.put(requireNonNull(faultAction, "faultAction"), requireNonNull(parts, "parts"));
        return new OperationProtection(action, request, replyAction, reply, more);
    }

    /** Returns the parts of an answer with this action: of the reply, of a declared fault, or else those of a fault that is not declared. */
    MessageParts answer(String answerAction) {
        return answerAction.equals(replyAction) ? reply : faults.getOrDefault(answerAction, MessageParts.DEFAULT);
    }

    boolean isDefault() {
        return isDefault(request)
                && isDefault(reply)
                && faults.values().stream().allMatch(OperationProtection::isDefault);
    }

    private static boolean isDefault(MessageParts parts) {
        return parts.equals(MessageParts.DEFAULT);
    }

    OperationProtection withEncryptedRequest() {
        return withRequest(request.encrypted());
    }
}
