// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.internal.xml.Element;
import java.util.List;
import java.util.Optional;

/**
 * A message: as the network saw it, and as far as the keys reach, as the other side understood it.
 *
 * @param index its place in the recording, from 0
 * @param number the number of the request that it is, or that it answers, from 1
 * @param label where it was found
 * @param sender which side sent it
 * @param wire as the network saw it
 * @param understood the same with opened parts in place; the same tree copied if there are none
 * @param encrypted what is encrypted in {@code wire}
 * @param signatures the signatures that can be seen in the security header of {@code understood}
 * @param flight the TLS flight, if the message is a leg of a negotiation
 */
public record Message(
        int index,
        int number,
        String label,
        Sender sender,
        Envelope wire,
        Envelope understood,
        List<EncryptedPart> encrypted,
        List<Signature> signatures,
        Optional<TlsFlight> flight) {
    public Message {
        encrypted = List.copyOf(encrypted);
        signatures = List.copyOf(signatures);
    }

    /** The sides. */
    public enum Sender {
        /** The side that asks. */
        CLIENT,
        /** The side that answers. */
        SERVICE
    }

    /** Returns the action; empty text if there is none. */
    public String action() {
        return wire.addressingText("Action");
    }

    /** Returns the action without what all actions of its kind begin with. */
    public String shortAction() {
        String action = action();
        return action.startsWith(Ns.TRUST + "/")
                ? action.substring(Ns.TRUST.length() + 1)
                : action.substring(action.lastIndexOf('/') + 1);
    }

    /** Returns the size of the envelope in UTF-8. */
    public int octets() {
        return wire.root().end() - wire.root().start();
    }

    /** Returns whether an encrypted part was opened. */
    public boolean isOpened() {
        return encrypted.stream().anyMatch(part -> part.content().isPresent());
    }

    /** Returns the signature over the parts of the message, which is the first one; empty if none can be seen. */
    public Optional<Signature> primary() {
        return primaries().stream().findFirst();
    }

    /** Returns the signatures that endorse no other one; a peer accepts one of them only. */
    List<Signature> primaries() {
        return signatures.stream().filter(each -> !each.isEndorsing()).toList();
    }

    /** Returns whether an element of the opened envelope came out of an encrypted part, as a whole. */
    boolean isFromOpened(Element element) {
        return encrypted.stream().flatMap(part -> part.content().stream()).anyMatch(nodes -> nodes.contains(element));
    }

    /** Returns whether all that is encrypted could be opened, so that every signature can be seen. */
    public boolean isWhole() {
        return encrypted.stream().allMatch(part -> part.content().isPresent());
    }

    /** Returns the element of the opened envelope that an element of the network's became; empty for one that was opened. */
    public Optional<Element> understood(Element ofWire) {
        return understood.copyOf(ofWire);
    }

    /** Returns what the message is for, in a few words. */
    public String purpose() {
        return Purpose.of(this);
    }
}
