// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.BindingID;
import com.sun.xml.ws.api.FeatureListValidator;
import com.sun.xml.ws.api.WSFeatureList;
import com.sun.xml.ws.api.pipe.TubelineAssembler;
import com.sun.xml.ws.api.pipe.TubelineAssemblerFactory;
import com.sun.xml.ws.api.server.ContainerResolver;
import com.sun.xml.ws.assembler.dev.TubelineAssemblyDecorator;
import com.sun.xml.ws.util.ServiceFinder;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import jakarta.xml.ws.soap.AddressingFeature;

/**
 * Adds to a port or endpoint the features that message security needs, and refuses it if the RI would leave the security tube out. The RI makes one
 * validator for each list of features.
 */
public final class MessageSecurityFeatureValidator implements FeatureListValidator {
    private static final String ASSEMBLER = "com.sun.xml.ws.assembler.MetroTubelineAssembler";

    /** Creates the validator; called by the RI. */
    public MessageSecurityFeatureValidator() {}

    /**
     * Adds WS-Addressing.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if WS-Addressing is switched off, or if the RI, asked
     *     by this thread, does not find this library
     */
    @Override
    public void validate(WSFeatureList features) {
        requireAssembler();
        requireDecorator();
        AddressingFeature given = features.get(AddressingFeature.class);
        if (given != null && !given.isEnabled()) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "WS-Addressing is switched off, and message security needs it (expected no AddressingFeature, or an enabled one)."
                            + " Remove the AddressingFeature: this feature brings its own.");
        }
        FeatureDefaults.give(features, new AddressingFeature(true, true, AddressingFeature.Responses.ANONYMOUS));
    }

    /** Returns whether the RI, asked by this thread, calls this library's decorator for each endpoint, with the feature or without it. */
    static boolean isDecoratorCalled() {
        return JaxWsProvider.isOfReferenceImplementation(assembler(), ASSEMBLER) && isDecoratorFound();
    }

    private static TubelineAssembler assembler() {
        return TubelineAssemblerFactory.create(
                Thread.currentThread().getContextClassLoader(),
                BindingID.SOAP12_HTTP,
                ContainerResolver.getInstance().getContainer());
    }

    private static boolean isDecoratorFound() {
        for (TubelineAssemblyDecorator found : ServiceFinder.find(TubelineAssemblyDecorator.class)) {
            if (found instanceof MessageSecurityDecorator) {
                return true;
            }
        }
        return false;
    }

    /** Requires the RI's own assembler of tubelines; another one calls no decorator. */
    private static void requireAssembler() {
        TubelineAssembler found = assembler();
        if (!JaxWsProvider.isOfReferenceImplementation(found, ASSEMBLER)) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "Message security would be left out: the tubes of ports and endpoints are put together by "
                            + JaxWsProvider.described(found.getClass()) + " (expected '" + ASSEMBLER
                            + "'). Remove the TubelineAssemblerFactory that makes it, from"
                            + " META-INF/services or from the container.");
        }
    }

    /** Requires that the RI finds the decorator: it looks with the thread's context class loader, which may be another than that of this class. */
    private static void requireDecorator() {
        if (isDecoratorFound()) {
            return;
        }
        throw new MessageSecurityException(
                SecurityFault.CONFIGURATION_INVALID,
                "Message security would be left out: the thread's context class loader '"
                        + Thread.currentThread().getContextClassLoader() + "' does not find "
                        + JaxWsProvider.described(MessageSecurityDecorator.class) + " in META-INF/services/"
                        + TubelineAssemblyDecorator.class.getName()
                        + ". Set the context class loader to one that sees message-security while"
                        + " the port or endpoint is made, and merge META-INF/services where several jars become one.");
    }
}
