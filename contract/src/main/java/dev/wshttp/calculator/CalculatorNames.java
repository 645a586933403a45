// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator;

import javax.xml.namespace.QName;

/** Holds the names of the calculator contract, as WCF generates them for its sample service. */
public final class CalculatorNames {
    /** Namespace of the port type, the messages and the actions. */
    public static final String NAMESPACE = "http://Microsoft.ServiceModel.Samples";

    /** Local name of the port type. */
    public static final String PORT_TYPE = "ICalculator";

    // Interop: WCF puts the service element into http://tempuri.org/, because the sample names no other namespace. No
    // message carries the name of a service, so ours is in the namespace of the contract, and one WSDL document is
    // enough.
    /** The service element of the packaged WSDL. */
    public static final QName SERVICE = new QName(NAMESPACE, "CalculatorService");

    /** The port of {@link #SERVICE}. */
    public static final QName PORT = new QName(NAMESPACE, "WSHttpBinding_ICalculator");

    /** Class path location of the packaged WSDL. */
    public static final String WSDL_LOCATION = "META-INF/wsdl/Calculator.wsdl";

    /** Action of a request to Add. */
    public static final String ADD_ACTION = NAMESPACE + "/ICalculator/Add";

    /** Action of the reply to Add. */
    public static final String ADD_RESPONSE_ACTION = ADD_ACTION + "Response";

    /** Action of a request to Subtract. */
    public static final String SUBTRACT_ACTION = NAMESPACE + "/ICalculator/Subtract";

    /** Action of the reply to Subtract. */
    public static final String SUBTRACT_RESPONSE_ACTION = SUBTRACT_ACTION + "Response";

    /** Action of a request to Multiply. */
    public static final String MULTIPLY_ACTION = NAMESPACE + "/ICalculator/Multiply";

    /** Action of the reply to Multiply. */
    public static final String MULTIPLY_RESPONSE_ACTION = MULTIPLY_ACTION + "Response";

    /** Action of a request to Divide. */
    public static final String DIVIDE_ACTION = NAMESPACE + "/ICalculator/Divide";

    /** Action of the reply to Divide. */
    public static final String DIVIDE_RESPONSE_ACTION = DIVIDE_ACTION + "Response";

    /** Action of a request to GetCallerIdentity. */
    public static final String GET_CALLER_IDENTITY_ACTION = NAMESPACE + "/ICalculator/GetCallerIdentity";

    /** Action of the reply to GetCallerIdentity. */
    public static final String GET_CALLER_IDENTITY_RESPONSE_ACTION = GET_CALLER_IDENTITY_ACTION + "Response";

    private CalculatorNames() {}
}
