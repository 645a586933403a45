// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import dev.wshttp.security.context.ServiceSecurityContext;
import jakarta.annotation.Resource;
import jakarta.jws.WebMethod;
import jakarta.jws.WebService;
import jakarta.jws.soap.SOAPBinding.Style;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.soap.SOAPBinding;

/** The service that a servlet serves in tests. */
@WebService(serviceName = "ScalesService", portName = "ScalesPort", targetNamespace = Scales.NAMESPACE)
@jakarta.jws.soap.SOAPBinding(style = Style.RPC) // without a schema, so that one document has everything
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public class Scales {
    static final String NAMESPACE = "urn:test:scales";

    @Resource
    private WebServiceContext context;

    /** Its contract. */
    @jakarta.jws.soap.SOAPBinding(style = Style.RPC)
    @WebService(name = "Scales", targetNamespace = NAMESPACE)
    public interface Contract {
        @WebMethod
        int sum(int some, int more);

        @WebMethod
        String caller();

        @WebMethod
        boolean hasRequestOfContainer();
    }

    @WebMethod
    public int sum(int some, int more) {
        return some + more;
    }

    @WebMethod
    public String caller() {
        return ServiceSecurityContext.of(context).primaryIdentity().getName();
    }

    @WebMethod
    public boolean hasRequestOfContainer() {
        return context.getMessageContext().get(MessageContext.SERVLET_REQUEST) != null;
    }
}
