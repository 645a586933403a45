// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.xml.ws.Action;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.soap.SOAPBinding;
import javax.xml.namespace.QName;

/** The first operation of WCF's sample, for an endpoint of the RI. */
@WebService(
        name = "ICalculator",
        serviceName = "CalculatorService",
        portName = "CalculatorPort",
        targetNamespace = Call.CONTRACT)
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public final class Adder {
    static final QName SERVICE = new QName(Call.CONTRACT, "CalculatorService");
    static final QName PORT = new QName(Call.CONTRACT, "CalculatorPort");

    /** Returns the sum. */
    @WebMethod(operationName = "Add", action = Call.ADD)
    @Action(input = Call.ADD, output = Call.ADD + "Response")
    @WebResult(name = "AddResult", targetNamespace = Call.CONTRACT)
    public double add(
            @WebParam(name = "n1", targetNamespace = Call.CONTRACT) double n1,
            @WebParam(name = "n2", targetNamespace = Call.CONTRACT) double n2) {
        return n1 + n2;
    }
}
