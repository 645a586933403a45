// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.jws.soap.SOAPBinding.ParameterStyle;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.soap.SOAPBinding;
import javax.xml.namespace.QName;

/** A contract without wrappers (in WCF: {@code IsWrapped=false}), whose bodies may be empty. */
@WebService(name = "Bare", targetNamespace = Shop.NAMESPACE)
@jakarta.jws.soap.SOAPBinding(parameterStyle = ParameterStyle.BARE)
public interface Bare {
    /** The service in its WSDL. */
    QName SERVICE = new QName(Shop.NAMESPACE, "BareService");

    /** Answers by an empty body. */
    @WebMethod(action = Shop.NAMESPACE + "/put")
    void put(@WebParam(name = "value", targetNamespace = Shop.NAMESPACE) String value);

    /** Asks by an empty body. */
    @WebMethod(action = Shop.NAMESPACE + "/take")
    @WebResult(name = "taken", targetNamespace = Shop.NAMESPACE)
    String take();

    /** The service. */
    @WebService(
            serviceName = "BareService",
            portName = "BarePort",
            targetNamespace = Shop.NAMESPACE,
            endpointInterface = "dev.wshttp.security.application.Bare")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    final class Endpoint implements Bare {
        private volatile String kept = "";

        @Override
        public void put(String value) {
            kept = value;
        }

        @Override
        public String take() {
            return kept;
        }
    }
}
