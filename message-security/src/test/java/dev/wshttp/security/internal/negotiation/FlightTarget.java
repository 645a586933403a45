// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.fuzz.jazzer.Target;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * TLS flights. The first octet says at which step of a handshake the others arrive, and whether they are a flight of their own or a change
 * of the genuine one: where to write, and what. Only the genuine flight may bring a handshake to its end.
 */
public final class FlightTarget implements Target {
    private static final int STEPS = 4;

    private final X509Credential clientCredential = Recorded.credential("client");
    private final X509Credential serviceCredential = Recorded.credential("service");
    private final SecureRandom random = new SecureRandom();

    @Override
    public void read(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        int step = octets[0] & (STEPS - 1);
        boolean isChange = (octets[0] & STEPS) != 0;
        byte[] rest = Arrays.copyOfRange(octets, 1, octets.length);
        TlsHandshake client = TlsHandshake.ofClient(clientCredential, certificate -> {}, random);
        TlsHandshake service = TlsHandshake.ofService(serviceCredential, certificate -> {}, random);
        byte[] flight = client.firstFlight();
        for (int before = 0; before < step; before++) {
            flight = (before % 2 == 0 ? service : client).answer(flight);
        }
        TlsHandshake receiver = step % 2 == 0 ? service : client;
        byte[] arriving = isChange ? changed(flight, rest) : rest;
        boolean isGenuine = Arrays.equals(arriving, flight); // the engine decrypts in place
        try {
            receiver.answer(arriving);
        } catch (MessageSecurityException refused) {
            return;
        }
        if (receiver.isFinished() && !isGenuine) {
            throw new AssertionError("The handshake ended with a flight that the other side did not send");
        }
    }

    /** The first two octets say where, the third how many octets of the genuine flight the others take the place of. */
    private static byte[] changed(byte[] genuine, byte[] change) {
        if (change.length < 3) {
            return genuine;
        }
        int at = (((change[0] & 0xFF) << Byte.SIZE) | (change[1] & 0xFF)) % (genuine.length + 1);
        int end = Math.min(genuine.length, at + (change[2] & 0xFF));
        byte[] all = new byte[at + change.length - 3 + genuine.length - end];
        System.arraycopy(genuine, 0, all, 0, at);
        System.arraycopy(change, 3, all, at, change.length - 3);
        System.arraycopy(genuine, end, all, at + change.length - 3, genuine.length - end);
        return all;
    }
}
