// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.fuzz.recorded.RecordedMessage;
import dev.wshttp.security.fuzz.recorded.RecordedMessage.Meaning;
import dev.wshttp.security.fuzz.recorded.RecordedMessages;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Octets to a verified message. The first octet says whose keys are known: those of one of the recorded messages. Octets that are accepted
 * have to mean what one of them means.
 */
public final class EnvelopeTarget implements Target {
    private final List<RecordedMessage> messages = Seeds.FOLDERS.stream()
            .flatMap(folder -> RecordedMessages.of(folder).stream())
            .toList();

    private final Set<Meaning> meanings =
            messages.stream().map(RecordedMessage::meaning).collect(Collectors.toUnmodifiableSet());

    @Override
    public void read(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        RecordedMessage genuine = messages.get((octets[0] & 0xFF) % messages.size());
        try {
            Meaning meaning = genuine.meaningOf(Seeds.rest(octets));
            if (!meanings.contains(meaning)) {
                throw new AssertionError(
                        genuine + " means something else:" + meaning.differenceFrom(genuine.meaning()));
            }
        } catch (MessageSecurityException refused) {
            // As it has to be.
        }
    }
}
