// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator;

import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.soap.Addressing;
import jakarta.xml.ws.soap.SOAPBinding;

/** A calculator that answers like the recorded WCF service. Public because the JAX-WS runtime calls it. */
@WebService(
        endpointInterface = "dev.wshttp.calculator.Calculator",
        targetNamespace = CalculatorNames.NAMESPACE,
        serviceName = "CalculatorService",
        portName = "WSHttpBinding_ICalculator")
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
@Addressing(required = true)
public final class CapturedCalculator implements Calculator {
    static final String CALLER = "CN=Cohowinery.com; 2AE9EBF470D574DB6B0A973922D688D3A3EF9F5A";

    @Override
    public double add(double n1, double n2) {
        return n1 + n2;
    }

    @Override
    public double subtract(double n1, double n2) {
        return n1 - n2;
    }

    @Override
    public double multiply(double n1, double n2) {
        return n1 * n2;
    }

    @Override
    public double divide(double n1, double n2) {
        return n1 / n2;
    }

    @Override
    public String callerIdentity() {
        return CALLER;
    }
}
