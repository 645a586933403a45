// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.fuzz.recorded.RecordedMessage;
import dev.wshttp.security.fuzz.recorded.RecordedMessage.Meaning;
import dev.wshttp.security.fuzz.recorded.RecordedMessages;
import java.util.List;

/**
 * Octets to a verified message. The first octet says whose keys are known: those of one of the recorded messages. Octets that are accepted
 * have to mean what that message means.
 */
public final class EnvelopeTarget implements Target {
    private final List<RecordedMessage> messages = Seeds.FOLDERS.stream()
            .flatMap(folder -> RecordedMessages.of(folder).stream())
            .toList();

    @Override
    public void read(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        RecordedMessage genuine = messages.get((octets[0] & 0xFF) % messages.size());
        try {
            Meaning meaning = genuine.meaningOf(Seeds.rest(octets));
            if (!meaning.equals(genuine.meaning())) {
                throw new AssertionError(
                        genuine + " means something else:" + meaning.differenceFrom(genuine.meaning()));
            }
        } catch (MessageSecurityException refused) {
            // As it has to be.
        }
    }
}
