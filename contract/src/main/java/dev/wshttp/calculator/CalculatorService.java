// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator;

import static java.util.Objects.requireNonNull;

import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebEndpoint;
import jakarta.xml.ws.WebServiceClient;
import jakarta.xml.ws.WebServiceFeature;

/**
 * Makes calculator ports from the packaged WSDL. Fetches nothing over the network.
 *
 * <p>The address in the WSDL is that of WCF's sample. Set another with
 * {@link jakarta.xml.ws.BindingProvider#ENDPOINT_ADDRESS_PROPERTY} on the port. Making a service is expensive. It is safe for
 * use by several threads.
 */
@WebServiceClient(
        name = "CalculatorService",
        targetNamespace = CalculatorNames.NAMESPACE,
        wsdlLocation = CalculatorNames.WSDL_LOCATION)
public final class CalculatorService extends Service {

    /**
     * Makes a service from the packaged WSDL.
     *
     * @throws jakarta.xml.ws.WebServiceException if the JAX-WS runtime is not on the class path
     */
    public CalculatorService() {
        super(
                requireNonNull(
                        CalculatorService.class.getResource("/" + CalculatorNames.WSDL_LOCATION),
                        CalculatorNames.WSDL_LOCATION),
                CalculatorNames.SERVICE);
    }

    /**
     * Makes a port for SOAP 1.2 with WS-Addressing and the given features.
     *
     * @throws jakarta.xml.ws.WebServiceException if a feature refuses the port
     */
    @WebEndpoint(name = "WSHttpBinding_ICalculator")
    public Calculator getCalculatorPort(WebServiceFeature... features) {
        return getPort(CalculatorNames.PORT, Calculator.class, features);
    }
}
