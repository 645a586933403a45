// SPDX-License-Identifier: Apache-2.0
using System.ServiceModel;

/// <summary>The calculator of WCF's samples, written down once more on purpose: nothing here is made from the Java contract.</summary>
[ServiceContract(Namespace = "http://Microsoft.ServiceModel.Samples")]
public interface ICalculator
{
    [OperationContract]
    double Add(double n1, double n2);

    [OperationContract]
    double Subtract(double n1, double n2);

    [OperationContract]
    double Multiply(double n1, double n2);

    [OperationContract]
    double Divide(double n1, double n2);

    [OperationContract]
    string GetCallerIdentity();
}
