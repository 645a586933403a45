// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static dev.wshttp.security.application.Shop.NAMESPACE;

import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebService;
import jakarta.xml.ws.AsyncHandler;
import jakarta.xml.ws.RequestWrapper;
import jakarta.xml.ws.Response;
import jakarta.xml.ws.ResponseWrapper;
import java.util.concurrent.Future;

/** The client's half of the contract, for calls that do not wait. */
@WebService(name = "Shop", targetNamespace = NAMESPACE)
public interface AsyncShop {
    /** Says it again. */
    @WebMethod(action = NAMESPACE + "/echo")
    @RequestWrapper(localName = "echo", targetNamespace = NAMESPACE, className = "dev.wshttp.security.application.Echo")
    @ResponseWrapper(
            localName = "echoResponse",
            targetNamespace = NAMESPACE,
            className = "dev.wshttp.security.application.EchoResponse")
    String echo(@WebParam(name = "text") String text);

    /** The same, to be asked later. */
    @WebMethod(operationName = "echo", action = NAMESPACE + "/echo")
    @RequestWrapper(localName = "echo", targetNamespace = NAMESPACE, className = "dev.wshttp.security.application.Echo")
    @ResponseWrapper(
            localName = "echoResponse",
            targetNamespace = NAMESPACE,
            className = "dev.wshttp.security.application.EchoResponse")
    Response<EchoResponse> echoAsync(@WebParam(name = "text") String text);

    /** The same, which tells when it is done. */
    @WebMethod(operationName = "echo", action = NAMESPACE + "/echo")
    @RequestWrapper(localName = "echo", targetNamespace = NAMESPACE, className = "dev.wshttp.security.application.Echo")
    @ResponseWrapper(
            localName = "echoResponse",
            targetNamespace = NAMESPACE,
            className = "dev.wshttp.security.application.EchoResponse")
    Future<?> echoAsync(
            @WebParam(name = "text") String text, @WebParam(name = "handler") AsyncHandler<EchoResponse> handler);
}
