// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.SOAPVersion;
import com.sun.xml.ws.api.WSBinding;
import com.sun.xml.ws.api.model.wsdl.WSDLPort;
import com.sun.xml.ws.api.pipe.Tube;
import com.sun.xml.ws.api.server.ServiceDefinition;
import com.sun.xml.ws.api.server.WSEndpoint;
import com.sun.xml.ws.assembler.dev.ClientTubelineAssemblyContext;
import com.sun.xml.ws.assembler.dev.ServerTubelineAssemblyContext;
import com.sun.xml.ws.assembler.dev.TubelineAssemblyDecorator;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.protection.ProtectionRequirements;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.soap.MTOMFeature;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a security tube next to the transport of every port and endpoint that has the feature. The RI finds this class by its
 * {@code ServiceLoader}.
 *
 * <p>The position matters: addressing and {@code mustUnderstand} processing must not see a message that was not verified. With an unsigned
 * {@code wsa:FaultTo} an unauthenticated peer could make the service send messages to any address.
 */
public final class MessageSecurityDecorator extends TubelineAssemblyDecorator {
    /** Creates the decorator; called by the {@code ServiceLoader}. */
    public MessageSecurityDecorator() {}

    @Override
    public Tube decorateClientTail(Tube transport, ClientTubelineAssemblyContext context) {
        MessageSecurityFeature feature = feature(context.getBinding());
        if (feature == null) {
            Unsecured.report(context);
            return transport;
        }
        var client = ClientSecurity.of(
                feature, ContractProtection.of(feature, context.getSEIModel(), context.getWsdlPort()));
        context.setCodec(new EnvelopeCodec(client.engine(), feature.binding(), client.wire()));
        // The transport has the RI's codec already, so another transport is made, which takes ours.
        transport.preDestroy();
        SecuredBinding.mark(context.getBinding(), client.protocol()::isOpen);
        return new ClientSecurityTube(context.getWrappedContext().createTransportTube(), client);
    }

    @Override
    public Tube decorateServerHead(Tube next, ServerTubelineAssemblyContext context) {
        MessageSecurityFeature feature = feature(context.getEndpoint().getBinding());
        if (feature == null) {
            Unsecured.report(context);
            return next;
        }
        ProtectionRequirements requirements =
                ContractProtection.of(feature, context.getSEIModel(), context.getWsdlPort());
        OwnWsdl.requirePolicyOf(feature, requirements, context);
        var service = ServiceSecurity.of(
                feature,
                context.getEndpoint().getPortName(),
                requirements,
                OperationActions.of(context.getWsdlPort()),
                CallAuthorization.of(feature, context.getEndpoint().getImplementationClass(), context.getSEIModel()));
        context.setCodec(new EnvelopeCodec(
                service.engine(), feature.binding(), service.observer().wire()));
        publish(feature, requirements, context);
        service.observer().started(service.status());
        SecuredBinding.mark(context.getEndpoint().getBinding(), () -> false);
        return new ServiceSecurityTube(next, service);
    }

    // A Provider without a WSDL publishes no policy.
    private static void publish(
            MessageSecurityFeature feature,
            ProtectionRequirements requirements,
            ServerTubelineAssemblyContext context) {
        WSEndpoint<?> endpoint = context.getEndpoint();
        ServiceDefinition description = endpoint.getServiceDefinition();
        WSDLPort port = context.getWsdlPort();
        if (description != null && port != null && feature.side() instanceof MessageSecurityFeature.Service service) {
            Supplier<EndpointIdentity> identity =
                    () -> service.published(feature.clock().instant());
            var shown = new AtomicReference<>(identity.get());
            description.addFilter(PolicyFilter.of(feature, shown::get, requirements, port));
            // The RI gives its documents their filters when they are first iterated over: do that now, before the first
            // request for a document.
            description.forEach(document -> {});
            endpoint.getComponents()
                    .add(new SingleWsdl(
                            feature.address().isPresent()
                                    ? SingleWsdl.Address.OF_THE_SERVICE
                                    : SingleWsdl.Address.OF_THE_REQUEST,
                            identity,
                            shown));
        }
    }

    private static @Nullable MessageSecurityFeature feature(WSBinding binding) {
        for (WebServiceFeature each : binding.getFeatures()) {
            requireOfThisLibrary(each);
        }
        MessageSecurityFeature feature = binding.getFeature(MessageSecurityFeature.class);
        if (feature != null && binding.getSOAPVersion() != SOAPVersion.SOAP_12) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "The port uses '" + binding.getSOAPVersion()
                            + "' (expected SOAP_12, as WSHttpBinding does). Use a WSDL with a SOAP 1.2"
                            + " binding, or @BindingType(SOAPBinding.SOAP12HTTP_BINDING) on the endpoint.");
        }
        if (feature != null) {
            requireSameMtom(binding, feature.binding());
        }
        return feature;
    }

    /** Refuses MTOM where the binding has text, which an application may also switch on when the port is made already. */
    static void requireSameMtom(WSBinding binding, WsHttpBinding settings) {
        if (settings.messageEncoding() == WsMessageEncoding.TEXT && binding.isFeatureEnabled(MTOMFeature.class)) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "MTOM is switched on by an MTOMFeature, @MTOM, a binding with MTOM or the WSDL, and the WsHttpBinding sends text"
                            + " (expected the same in both). Set messageEncoding(WsMessageEncoding.MTOM) or message-encoding=mtom on both"
                            + " sides, as WCF's messageEncoding=\"Mtom\", or switch it off: octets then travel as base64 in the body.");
        }
    }

    /** Refuses a feature of another class loader: to the RI it is another class, so the RI would leave security out. */
    private static void requireOfThisLibrary(WebServiceFeature feature) {
        if (MessageSecurityFeature.ID.equals(feature.getID()) && !(feature instanceof MessageSecurityFeature)) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "This library was loaded more than once: found a feature of "
                            + JaxWsProvider.described(feature.getClass()) + " (expected "
                            + JaxWsProvider.described(MessageSecurityFeature.class)
                            + "). Keep one copy of message-security, in the application or in what it shares with others.");
        }
    }
}
