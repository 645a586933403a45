// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.protection;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The levels of all messages of a contract (WCF: {@code ChannelProtectionRequirements}):
 *
 * <pre>{@code
 * var requirements = ProtectionRequirements.of(List.of(
 *         OperationProtection.of("urn:orders/IOrders/Track", ProtectionLevel.SIGN),
 *         OperationProtection.of("urn:orders/IOrders/Place", ProtectionLevel.ENCRYPT_AND_SIGN)
 *                 .withRequest(MessageParts.DEFAULT.withHeader(new QName("urn:orders", "Tenant"), ProtectionLevel.ENCRYPT_AND_SIGN))));
 * var security = MessageSecurityFeature.forClient(binding, credentials, identity).withProtection(requirements);
 * }</pre>
 *
 * <p>A message is sent at the level of its action, and refused if it comes with less. The other side cannot choose a level. An action that is not in here has
 * WCF's default: an encrypted body. Immutable and safe for use by several threads.
 */
public final class ProtectionRequirements {
    /** Those of a contract that says nothing. */
    public static final ProtectionRequirements DEFAULT = new ProtectionRequirements(Map.of(), MessageParts.DEFAULT);

    private final Map<String, OperationProtection> operations;
    private final MessageParts otherRequests;

    private ProtectionRequirements(Map<String, OperationProtection> operations, MessageParts otherRequests) {
        this.operations = Collections.unmodifiableMap(new LinkedHashMap<>(operations));
        this.otherRequests = otherRequests;
    }

    /**
     * Returns the requirements of these operations; those of a contract that says nothing if each of them has the defaults.
     *
     * @throws IllegalArgumentException if two operations have one action
     */
    public static ProtectionRequirements of(Collection<OperationProtection> operations) {
        var byAction = new LinkedHashMap<String, OperationProtection>();
        for (OperationProtection operation : operations) {
            if (byAction.put(operation.action(), operation) != null) {
                throw new IllegalArgumentException("Two operations have the action '" + operation.action()
                        + "' (expected one of each action). Give each operation an action of its own.");
            }
        }
        return operations.stream().allMatch(OperationProtection::isDefault)
                ? DEFAULT
                : new ProtectionRequirements(byAction, MessageParts.DEFAULT);
    }

    /** Returns the operations that have levels, in the order in which they were given. */
    public Collection<OperationProtection> operations() {
        return operations.values();
    }

    /** Returns the operation of a request's action. */
    public Optional<OperationProtection> operation(String action) {
        return Optional.ofNullable(operations.get(requireNonNull(action, "action")));
    }

    /** Returns whether every message has WCF's defaults. */
    public boolean isDefault() {
        return operations.isEmpty() && !encryptsRequests();
    }

    /** Returns whether requests are encrypted whatever the contract says, see {@link #withEncryptedRequests()}. */
    public boolean encryptsRequests() {
        return otherRequests.undeclared().isEncrypted();
    }

    /** Returns the parts of a request; null stands for no action. */
    public MessageParts request(@Nullable String action) {
        @Nullable OperationProtection operation = find(action);
        return operation == null ? otherRequests : operation.request();
    }

    /**
     * Returns the parts of an answer to a request. Only the actions of the operation's own reply and of its own faults have levels: under the action of
     * another operation the other side could answer at a lower level.
     */
    public MessageParts answer(@Nullable String requestAction, @Nullable String answerAction) {
        @Nullable OperationProtection operation = find(requestAction);
        return operation == null || answerAction == null ? MessageParts.DEFAULT : operation.answer(answerAction);
    }

    private @Nullable OperationProtection find(@Nullable String action) {
        return operations.isEmpty() || action == null ? null : operations.get(action);
    }

    /**
     * Returns the same requirements with requests of which the body and all headers of the application are encrypted, declared or not, whatever the action.
     * Receivers accept more than they ask for. For levels from a source that an attacker may have changed.
     */
    public ProtectionRequirements withEncryptedRequests() {
        var encrypted = new LinkedHashMap<String, OperationProtection>();
        operations.forEach((action, operation) -> encrypted.put(action, operation.withEncryptedRequest()));
        return new ProtectionRequirements(encrypted, MessageParts.DEFAULT.encrypted());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProtectionRequirements requirements
                && requirements.operations.equals(operations)
                && requirements.otherRequests.equals(otherRequests);
    }

    @Override
    public int hashCode() {
        return Objects.hash(operations, otherRequests);
    }

    @Override
    public String toString() {
        return "ProtectionRequirements" + operations.values();
    }
}
