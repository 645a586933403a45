// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.events.DangerousKeyListener;
import dev.wshttp.security.events.WireListener;
import dev.wshttp.security.events.WireMessage;
import dev.wshttp.security.events.WireMessage.Direction;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what listeners hear. */
final class WireRecord implements WireListener, DangerousKeyListener {
    private final List<WireMessage> messages = new CopyOnWriteArrayList<>();
    private final List<String> verdicts = new CopyOnWriteArrayList<>();
    private final Set<String> keys = new ConcurrentSkipListSet<>();

    @Override
    public void passed(WireMessage message) {
        messages.add(message);
    }

    @Override
    public void accepted(Optional<String> requestId) {
        verdicts.add("accepted " + requestId.orElse("?"));
    }

    @Override
    public void refused(Optional<String> requestId, SecurityFault reason) {
        verdicts.add("refused " + requestId.orElse("?") + " " + reason);
    }

    @Override
    public void contextKey(String identifier, String instance, byte[] secret) {
        keys.add(identifier + instance + " " + HexFormat.of().formatHex(secret));
    }

    @Override
    public void encryptedKey(String encryptedKeySha1, byte[] secret) {
        keys.add(encryptedKeySha1 + " " + HexFormat.of().formatHex(secret));
    }

    List<WireMessage> messages() {
        return messages;
    }

    List<String> octets(Direction direction) {
        return messages.stream()
                .filter(message -> message.direction() == direction)
                .map(message -> new String(message.octets(), ISO_8859_1))
                .toList();
    }

    List<String> verdicts() {
        return verdicts;
    }

    Set<String> keys() {
        return keys;
    }
}
