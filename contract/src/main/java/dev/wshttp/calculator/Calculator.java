// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator;

import static dev.wshttp.calculator.CalculatorNames.NAMESPACE;

import dev.wshttp.calculator.wire.CalculatorMessages;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.xml.ws.Action;
import jakarta.xml.ws.RequestWrapper;
import jakarta.xml.ws.ResponseWrapper;

/**
 * The calculator of WCF's samples ({@code ICalculator}): four operations with IEEE doubles, and one that returns the
 * identity of the caller.
 *
 * <p>A port is safe for use by several threads after its request context is set. An implementation has to be, too. Every
 * operation throws {@link jakarta.xml.ws.WebServiceException} if the call fails.
 */
@WebService(name = CalculatorNames.PORT_TYPE, targetNamespace = NAMESPACE)
public interface Calculator {
    /** Returns {@code n1 + n2}. */
    @WebMethod(operationName = "Add", action = CalculatorNames.ADD_ACTION)
    @Action(input = CalculatorNames.ADD_ACTION, output = CalculatorNames.ADD_RESPONSE_ACTION)
    @RequestWrapper(localName = "Add", targetNamespace = NAMESPACE, className = CalculatorMessages.NAME + "$Add")
    @ResponseWrapper(
            localName = "AddResponse",
            targetNamespace = NAMESPACE,
            className = CalculatorMessages.NAME + "$AddResponse")
    @WebResult(name = "AddResult", targetNamespace = NAMESPACE)
    double add(
            @WebParam(name = "n1", targetNamespace = NAMESPACE) double n1,
            @WebParam(name = "n2", targetNamespace = NAMESPACE) double n2);

    /** Returns {@code n1 - n2}. */
    @WebMethod(operationName = "Subtract", action = CalculatorNames.SUBTRACT_ACTION)
    @Action(input = CalculatorNames.SUBTRACT_ACTION, output = CalculatorNames.SUBTRACT_RESPONSE_ACTION)
    @RequestWrapper(
            localName = "Subtract",
            targetNamespace = NAMESPACE,
            className = CalculatorMessages.NAME + "$Subtract")
    @ResponseWrapper(
            localName = "SubtractResponse",
            targetNamespace = NAMESPACE,
            className = CalculatorMessages.NAME + "$SubtractResponse")
    @WebResult(name = "SubtractResult", targetNamespace = NAMESPACE)
    double subtract(
            @WebParam(name = "n1", targetNamespace = NAMESPACE) double n1,
            @WebParam(name = "n2", targetNamespace = NAMESPACE) double n2);

    /** Returns {@code n1 * n2}. */
    @WebMethod(operationName = "Multiply", action = CalculatorNames.MULTIPLY_ACTION)
    @Action(input = CalculatorNames.MULTIPLY_ACTION, output = CalculatorNames.MULTIPLY_RESPONSE_ACTION)
    @RequestWrapper(
            localName = "Multiply",
            targetNamespace = NAMESPACE,
            className = CalculatorMessages.NAME + "$Multiply")
    @ResponseWrapper(
            localName = "MultiplyResponse",
            targetNamespace = NAMESPACE,
            className = CalculatorMessages.NAME + "$MultiplyResponse")
    @WebResult(name = "MultiplyResult", targetNamespace = NAMESPACE)
    double multiply(
            @WebParam(name = "n1", targetNamespace = NAMESPACE) double n1,
            @WebParam(name = "n2", targetNamespace = NAMESPACE) double n2);

    /** Returns {@code n1 / n2}. As in WCF, a division by zero returns an infinity or NaN (IEEE 754) and no fault. */
    @WebMethod(operationName = "Divide", action = CalculatorNames.DIVIDE_ACTION)
    @Action(input = CalculatorNames.DIVIDE_ACTION, output = CalculatorNames.DIVIDE_RESPONSE_ACTION)
    @RequestWrapper(localName = "Divide", targetNamespace = NAMESPACE, className = CalculatorMessages.NAME + "$Divide")
    @ResponseWrapper(
            localName = "DivideResponse",
            targetNamespace = NAMESPACE,
            className = CalculatorMessages.NAME + "$DivideResponse")
    @WebResult(name = "DivideResult", targetNamespace = NAMESPACE)
    double divide(
            @WebParam(name = "n1", targetNamespace = NAMESPACE) double n1,
            @WebParam(name = "n2", targetNamespace = NAMESPACE) double n2);

    /** Returns the name of the caller, or an empty string for an anonymous caller. */
    @WebMethod(operationName = "GetCallerIdentity", action = CalculatorNames.GET_CALLER_IDENTITY_ACTION)
    @Action(
            input = CalculatorNames.GET_CALLER_IDENTITY_ACTION,
            output = CalculatorNames.GET_CALLER_IDENTITY_RESPONSE_ACTION)
    @RequestWrapper(
            localName = "GetCallerIdentity",
            targetNamespace = NAMESPACE,
            className = CalculatorMessages.NAME + "$GetCallerIdentity")
    @ResponseWrapper(
            localName = "GetCallerIdentityResponse",
            targetNamespace = NAMESPACE,
            className = CalculatorMessages.NAME + "$GetCallerIdentityResponse")
    @WebResult(name = "GetCallerIdentityResult", targetNamespace = NAMESPACE)
    String callerIdentity();
}
