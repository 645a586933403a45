// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorService;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import jakarta.xml.ws.BindingProvider;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * Calls a remote calculator, with message security. Open it once and call it often, because only opening reads the contract. Safe for use by
 * several threads.
 *
 * <p>Calls throw {@link dev.wshttp.security.MessageSecurityException} if the exchange could not be secured or the answer not
 * verified, {@link jakarta.xml.ws.soap.SOAPFaultException} if the service answered with a fault, and another
 * {@link jakarta.xml.ws.WebServiceException} if the service was not reached.
 */
public final class CalculatorClient implements Calculator, AutoCloseable {
    private final Calculator port;

    private CalculatorClient(Calculator port) {
        this.port = port;
    }

    /**
     * Makes a client; nothing is sent yet.
     *
     * @param security secures the calls; its logical address, if it has one, is what the messages are addressed to
     * @param connectTo where to connect
     * @throws jakarta.xml.ws.WebServiceException if the feature does not fit the contract
     */
    public static CalculatorClient open(MessageSecurityFeature security, URI connectTo) {
        HttpRetries.switchOff();
        Calculator port = MessageSecurity.requireSecured(new CalculatorService().getCalculatorPort(security));
        ((BindingProvider) port)
                .getRequestContext()
                .put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, connectTo.toString());
        return new CalculatorClient(port);
    }

    @Override
    public double add(double n1, double n2) {
        return port.add(n1, n2);
    }

    @Override
    public double subtract(double n1, double n2) {
        return port.subtract(n1, n2);
    }

    @Override
    public double multiply(double n1, double n2) {
        return port.multiply(n1, n2);
    }

    @Override
    public double divide(double n1, double n2) {
        return port.divide(n1, n2);
    }

    @Override
    public String callerIdentity() {
        return port.callerIdentity();
    }

    /** Returns whether the negotiation and the session that the binding has are there: {@link MessageSecurity#isOpen}. */
    boolean isOpen() {
        return MessageSecurity.isOpen((BindingProvider) port);
    }

    @Override
    public void close() {
        try {
            ((Closeable) port).close();
        } catch (IOException unexpected) {
            throw new UncheckedIOException("The port cannot be closed", unexpected);
        }
    }
}
