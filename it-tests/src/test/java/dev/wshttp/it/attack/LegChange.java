// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.attack;

import static dev.wshttp.security.SecurityFault.AUTHENTICATOR_MISMATCH;
import static dev.wshttp.security.SecurityFault.NEGOTIATION_FAILED;
import static dev.wshttp.security.SecurityFault.NEGOTIATION_REFUSED;
import static dev.wshttp.security.SecurityFault.TOKEN_REQUEST_INVALID;

import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.Flight;
import dev.wshttp.security.SecurityFault;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.w3c.dom.Element;
import org.w3c.dom.Text;

/** One change of one leg: inside the TLS handshake, or around it, where only the Authenticator protects. */
public enum LegChange {
    DOWNGRADE_TO_TLS_1_0(
            NegotiationLeg.HELLO,
            leg -> leg.changeFlight(hello -> Flight.ofVersion(hello, 0)),
            NEGOTIATION_REFUSED,
            NEGOTIATION_FAILED),
    DOWNGRADE_TO_TLS_1_1(
            NegotiationLeg.HELLO,
            leg -> leg.changeFlight(hello -> Flight.ofVersion(hello, 1)),
            NEGOTIATION_REFUSED,
            NEGOTIATION_FAILED),
    DOWNGRADE_OF_THE_CIPHER_SUITE(
            NegotiationLeg.HELLO,
            leg -> leg.changeFlight(Flight::withLastSuiteOnly),
            NEGOTIATION_REFUSED,
            NEGOTIATION_FAILED),
    RANDOM_OF_THE_CLIENT(NegotiationLeg.HELLO, leg -> leg.changeFlight(Flight::withOtherRandom), NEGOTIATION_FAILED),
    HELLO_CUT(NegotiationLeg.HELLO, leg -> leg.changeFlight(Flight::cut), NEGOTIATION_REFUSED, NEGOTIATION_FAILED),
    HELLO_EMPTY(
            NegotiationLeg.HELLO,
            leg -> leg.changeFlight(Flight::withoutLastRecord),
            NEGOTIATION_REFUSED,
            NEGOTIATION_FAILED),
    TOKEN_TYPE(NegotiationLeg.HELLO, leg -> text(leg, "TokenType", "urn:other"), AUTHENTICATOR_MISMATCH),
    TOKEN_TYPE_REMOVED(NegotiationLeg.HELLO, leg -> remove(leg, "TokenType"), AUTHENTICATOR_MISMATCH),
    REQUEST_TYPE_REMOVED(NegotiationLeg.HELLO, leg -> remove(leg, "RequestType"), AUTHENTICATOR_MISMATCH),
    KEY_SIZE_REMOVED(NegotiationLeg.HELLO, leg -> remove(leg, "KeySize"), AUTHENTICATOR_MISMATCH),
    KEY_SIZE_REDUCED(
            NegotiationLeg.HELLO, leg -> text(leg, "KeySize", "128"), NEGOTIATION_REFUSED, TOKEN_REQUEST_INVALID),
    CONTEXT_OF_THE_HELLO(
            NegotiationLeg.HELLO,
            leg -> NegotiationLeg.rename(leg, "urn:uuid:" + UUID.randomUUID()),
            TOKEN_REQUEST_INVALID),
    CONTEXT_OF_THE_HELLO_REMOVED(
            NegotiationLeg.HELLO,
            leg -> NegotiationLeg.content(leg).removeAttribute("Context"),
            NEGOTIATION_REFUSED,
            TOKEN_REQUEST_INVALID),
    VALUE_TYPE(
            NegotiationLeg.HELLO,
            leg -> leg.first(Envelope.TRUST, "BinaryExchange").setAttribute("ValueType", Envelope.TRUST + "/tlsnego"),
            TOKEN_REQUEST_INVALID),
    OTHER_NEGOTIATION_PROTOCOL(
            NegotiationLeg.HELLO,
            leg -> leg.first(Envelope.TRUST, "BinaryExchange").setAttribute("ValueType", Envelope.TRUST + "/spnego"),
            NEGOTIATION_REFUSED,
            TOKEN_REQUEST_INVALID),

    SERVICE_DOWNGRADED_TO_TLS_1_0(
            NegotiationLeg.SERVICE_HELLO,
            leg -> leg.changeFlight(hello -> Flight.ofVersion(hello, 0)),
            NEGOTIATION_FAILED),
    RANDOM_OF_THE_SERVICE(
            NegotiationLeg.SERVICE_HELLO, leg -> leg.changeFlight(Flight::withOtherRandom), NEGOTIATION_FAILED),
    SERVICE_HELLO_CUT(NegotiationLeg.SERVICE_HELLO, leg -> leg.changeFlight(Flight::cut), NEGOTIATION_FAILED),
    TEXT_IN_THE_SERVICE_HELLO(
            NegotiationLeg.SERVICE_HELLO,
            leg -> NegotiationLeg.content(leg).appendChild(text(leg)),
            AUTHENTICATOR_MISMATCH),
    CONTEXT_OF_THE_SERVICE_HELLO(
            NegotiationLeg.SERVICE_HELLO,
            leg -> NegotiationLeg.rename(leg, "urn:uuid:" + UUID.randomUUID()),
            TOKEN_REQUEST_INVALID),

    CLIENT_PROOF_CUT(
            NegotiationLeg.CLIENT_PROOF, leg -> leg.changeFlight(Flight::cut), NEGOTIATION_REFUSED, NEGOTIATION_FAILED),
    CLIENT_PROOF_WITHOUT_FINISHED(
            NegotiationLeg.CLIENT_PROOF, leg -> leg.changeFlight(Flight::withoutLastRecord), NEGOTIATION_FAILED),
    TEXT_IN_THE_CLIENT_PROOF(
            NegotiationLeg.CLIENT_PROOF,
            leg -> NegotiationLeg.content(leg).appendChild(text(leg)),
            AUTHENTICATOR_MISMATCH),
    CONTEXT_OF_THE_CLIENT_PROOF(
            NegotiationLeg.CLIENT_PROOF,
            leg -> NegotiationLeg.rename(leg, "urn:unknown"),
            NEGOTIATION_REFUSED,
            TOKEN_REQUEST_INVALID),

    AUTHENTICATOR_STRIPPED(NegotiationLeg.TOKEN, leg -> remove(leg, "Authenticator"), AUTHENTICATOR_MISMATCH),
    AUTHENTICATOR_STRIPPED_WITH_ITS_RESPONSE(
            NegotiationLeg.TOKEN, leg -> Envelope.remove(responses(leg).get(1)), AUTHENTICATOR_MISMATCH),
    AUTHENTICATOR_EMPTIED(NegotiationLeg.TOKEN, leg -> text(leg, "CombinedHash", ""), AUTHENTICATOR_MISMATCH),
    COMBINED_HASH(
            NegotiationLeg.TOKEN,
            leg -> Envelope.changeOctets(leg.first(Envelope.TRUST, "CombinedHash"), hash -> Flight.flipped(hash, 50)),
            AUTHENTICATOR_MISMATCH),
    COMBINED_HASH_CUT(
            NegotiationLeg.TOKEN,
            leg -> Envelope.changeOctets(leg.first(Envelope.TRUST, "CombinedHash"), Flight::cut),
            AUTHENTICATOR_MISMATCH),
    LIFETIME(
            NegotiationLeg.TOKEN,
            leg -> leg.first(Envelope.UTILITY, "Expires").setTextContent("2099-01-01T00:00:00.000Z"),
            AUTHENTICATOR_MISMATCH),
    LIFETIME_REMOVED(NegotiationLeg.TOKEN, leg -> remove(leg, "Lifetime"), AUTHENTICATOR_MISMATCH),
    KEY_SIZE_OF_THE_TOKEN(NegotiationLeg.TOKEN, leg -> text(leg, "KeySize", "128"), AUTHENTICATOR_MISMATCH),
    TOKEN_TYPE_OF_THE_TOKEN_REMOVED(NegotiationLeg.TOKEN, leg -> remove(leg, "TokenType"), AUTHENTICATOR_MISMATCH),
    REFERENCE_TO_THE_TOKEN(
            NegotiationLeg.TOKEN, leg -> remove(leg, "RequestedUnattachedReference"), AUTHENTICATOR_MISMATCH),
    TEXT_IN_THE_TOKEN(
            NegotiationLeg.TOKEN, leg -> responses(leg).get(0).appendChild(text(leg)), AUTHENTICATOR_MISMATCH),
    CONTEXT_OF_THE_TOKEN(
            NegotiationLeg.TOKEN,
            leg -> responses(leg).forEach(response -> response.setAttribute("Context", "urn:other")),
            TOKEN_REQUEST_INVALID),
    CONTEXT_OF_THE_AUTHENTICATOR(
            NegotiationLeg.TOKEN,
            leg -> responses(leg).get(1).setAttribute("Context", "urn:other"),
            TOKEN_REQUEST_INVALID),
    LAST_FLIGHT_DROPPED(NegotiationLeg.TOKEN, leg -> remove(leg, "BinaryExchange"), NEGOTIATION_FAILED),
    LAST_FLIGHT_CUT(NegotiationLeg.TOKEN, leg -> leg.changeFlight(Flight::cut), NEGOTIATION_FAILED),
    LAST_FLIGHT_WITHOUT_FINISHED(
            NegotiationLeg.TOKEN, leg -> leg.changeFlight(Flight::withoutLastRecord), NEGOTIATION_FAILED),
    KEY_CORRUPTED(
            NegotiationLeg.TOKEN,
            leg -> Envelope.changeOctets(leg.first(Envelope.ENCRYPTION, "CipherValue"), key -> Flight.flipped(key, 50)),
            NEGOTIATION_FAILED),
    KEY_CUT(
            NegotiationLeg.TOKEN,
            leg -> Envelope.changeOctets(leg.first(Envelope.ENCRYPTION, "CipherValue"), Flight::cut),
            NEGOTIATION_FAILED),
    KEY_REMOVED(NegotiationLeg.TOKEN, leg -> remove(leg, "RequestedProofToken"), TOKEN_REQUEST_INVALID),
    KEY_IN_CLEAR(
            NegotiationLeg.TOKEN,
            leg -> leg.replace(
                    leg.first(Envelope.ENCRYPTION, "EncryptedKey"),
                    "<t:BinarySecret xmlns:t='" + Envelope.TRUST
                            + "'>AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</t:BinarySecret>"),
            TOKEN_REQUEST_INVALID);

    private final NegotiationLeg leg;
    private final Consumer<Envelope> change;
    private final SecurityFault client;
    private final Set<SecurityFault> log;

    LegChange(NegotiationLeg leg, Consumer<Envelope> change, SecurityFault client, SecurityFault... log) {
        this.leg = leg;
        this.change = change;
        this.client = client;
        this.log = Set.of(log);
    }

    /** Returns where it is made. */
    public NegotiationLeg leg() {
        return leg;
    }

    /** Returns a changed copy of the leg. */
    public Envelope apply(Envelope original) {
        return original.with(change);
    }

    /** Returns what the client says of it. */
    public SecurityFault client() {
        return client;
    }

    /** Returns what the service's log says of it; empty where the service cannot know. */
    public Set<SecurityFault> log() {
        return log;
    }

    private static List<Element> responses(Envelope leg) {
        return leg.all(Envelope.TRUST, "RequestSecurityTokenResponse");
    }

    private static void text(Envelope leg, String element, String text) {
        leg.first(Envelope.TRUST, element).setTextContent(text);
    }

    private static void remove(Envelope leg, String element) {
        Envelope.remove(leg.first(Envelope.TRUST, element));
    }

    private static Text text(Envelope leg) {
        return leg.body().getOwnerDocument().createTextNode(" ");
    }
}
