// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import jakarta.activation.DataHandler;
import jakarta.jws.Oneway;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.xml.bind.annotation.XmlMimeType;
import jakarta.xml.bind.annotation.XmlSeeAlso;
import jakarta.xml.ws.Action;
import jakarta.xml.ws.FaultAction;
import jakarta.xml.ws.Holder;
import jakarta.xml.ws.RequestWrapper;
import jakarta.xml.ws.ResponseWrapper;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** A contract with one operation for each thing that a contract can ask of JAX-WS. */
@WebService(name = "Shop", targetNamespace = Shop.NAMESPACE)
@XmlSeeAlso(GiftOrder.class)
public interface Shop {
    /** Of the contract and its types. */
    String NAMESPACE = "urn:test:shop";

    /** Of headers that the contract does not know. */
    String HEADERS = "urn:test:headers";

    /** The service in its WSDL. */
    QName SERVICE = new QName(NAMESPACE, "ShopService");

    /** The port in its WSDL. */
    QName PORT = new QName(NAMESPACE, "ShopPort");

    /** Says it again. */
    @WebMethod(action = NAMESPACE + "/echo")
    @RequestWrapper(localName = "echo", targetNamespace = NAMESPACE, className = "dev.wshttp.security.application.Echo")
    @ResponseWrapper(
            localName = "echoResponse",
            targetNamespace = NAMESPACE,
            className = "dev.wshttp.security.application.EchoResponse")
    @Nullable
    String echo(@WebParam(name = "text") @Nullable String text);

    /** Returns an order with twice the amount. */
    @WebMethod(action = NAMESPACE + "/twice")
    Order twice(@WebParam(name = "order") Order order);

    /** Returns octets in reverse. */
    @WebMethod(action = NAMESPACE + "/reverse")
    @XmlMimeType("application/octet-stream")
    DataHandler reverse(@WebParam(name = "octets") @XmlMimeType("application/octet-stream") DataHandler octets);

    /** Answers a header by a header. */
    @WebMethod(action = NAMESPACE + "/greet")
    @WebResult(name = "greeting")
    String greet(
            @WebParam(name = "name") String name,
            @WebParam(name = "Language", header = true) String language,
            @WebParam(name = "Clerk", header = true, mode = WebParam.Mode.OUT) Holder<String> clerk);

    /** Changes what it gets, and returns nothing. */
    @WebMethod(action = NAMESPACE + "/swap")
    void swap(
            @WebParam(name = "one", mode = WebParam.Mode.INOUT) Holder<String> one,
            @WebParam(name = "other", mode = WebParam.Mode.INOUT) Holder<String> other);

    /** Counts, and answers nothing. */
    @Oneway
    @WebMethod(action = NAMESPACE + "/ring")
    void ring();

    /** Returns how often it rang. */
    @WebMethod(action = NAMESPACE + "/rings")
    int rings();

    /** Fails as the contract declares. */
    @WebMethod(action = NAMESPACE + "/sell")
    @Action(
            input = NAMESPACE + "/sell",
            output = NAMESPACE + "/sellResponse",
            fault = @FaultAction(className = SoldOutException.class, value = NAMESPACE + "/sellSoldOutFault"))
    void sell(@WebParam(name = "article") String article) throws SoldOutException;

    /** Fails by a SOAP fault that the contract does not declare. */
    @WebMethod(action = NAMESPACE + "/refuse")
    void refuse(@WebParam(name = "kind") String kind);

    /** Returns the header blocks that the service saw, other than addressing. */
    @WebMethod(action = NAMESPACE + "/headers")
    String headers();
}
