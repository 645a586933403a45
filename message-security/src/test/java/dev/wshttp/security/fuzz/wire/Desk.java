// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import dev.wshttp.security.context.ServiceSecurityContext;
import jakarta.annotation.Resource;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebService;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPFactory;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.soap.SOAPBinding;
import jakarta.xml.ws.soap.SOAPFaultException;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** An application that takes down all that it sees: operation, arguments, a header of its own, and who calls. */
@WebService(name = "Desk", serviceName = "DeskService", portName = "DeskPort", targetNamespace = Desk.NAMESPACE)
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public final class Desk {
    static final String NAMESPACE = "urn:fuzz";
    static final String ECHO = NAMESPACE + "/echo";
    static final String ERASE = NAMESPACE + "/erase";
    static final String REFUSE = NAMESPACE + "/refuse";

    private final Witness witness;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private WebServiceContext context;

    Desk(Witness witness) {
        this.witness = witness;
    }

    /** What it was given. */
    @WebMethod(action = ECHO)
    public String echo(
            @WebParam(name = "text") @Nullable String text,
            @WebParam(name = "number") int number,
            @WebParam(name = "DryRun", targetNamespace = NAMESPACE, header = true) @Nullable String dryRun) {
        return saw("echo", text, number, dryRun);
    }

    /** An operation that looks alike and is not. */
    @WebMethod(action = ERASE)
    public String erase(
            @WebParam(name = "text") @Nullable String text,
            @WebParam(name = "number") int number,
            @WebParam(name = "DryRun", targetNamespace = NAMESPACE, header = true) @Nullable String dryRun) {
        return saw("erase", text, number, dryRun);
    }

    /** Answers with a fault of its own. */
    @WebMethod(action = REFUSE)
    public String refuse(
            @WebParam(name = "text") @Nullable String text,
            @WebParam(name = "number") int number,
            @WebParam(name = "DryRun", targetNamespace = NAMESPACE, header = true) @Nullable String dryRun) {
        String reason = saw("refuse", text, number, dryRun);
        try {
            var fault = SOAPFactory.newInstance(SOAPConstants.SOAP_1_2_PROTOCOL)
                    .createFault(reason, SOAPConstants.SOAP_SENDER_FAULT);
            fault.appendFaultSubcode(new QName(NAMESPACE, "Refused", "f"));
            throw new SOAPFaultException(fault);
        } catch (SOAPException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String saw(String operation, @Nullable String text, int number, @Nullable String dryRun) {
        String caller = ServiceSecurityContext.of(context).primaryIdentity().getName();
        String arguments = operation + "(" + text + ", " + number + ", dry run: " + dryRun + ") by " + caller;
        witness.saw(arguments, String.valueOf(context.getUserPrincipal().getName()));
        return arguments;
    }
}
