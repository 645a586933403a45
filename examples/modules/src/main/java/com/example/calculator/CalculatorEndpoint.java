// SPDX-License-Identifier: Apache-2.0
package com.example.calculator;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.security.context.ServiceSecurityContext;
import jakarta.annotation.Resource;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.soap.SOAPBinding;

/** The service. */
@WebService(endpointInterface = "dev.wshttp.calculator.Calculator", targetNamespace = CalculatorNames.NAMESPACE)
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public final class CalculatorEndpoint implements Calculator {
    @Resource
    private WebServiceContext context;

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
        return ServiceSecurityContext.of(context).primaryIdentity().getName();
    }
}
