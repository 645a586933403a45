// SPDX-License-Identifier: Apache-2.0
using System;
using System.Globalization;
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.ServiceModel.Description;
using System.ServiceModel.Security;

/// <summary>
/// Makes the five calls of WCF's sample client. Arguments: FOLDER with certificates, ADDRESS, SUITE, and the name of the client's
/// certificate; then "as-configured" for the plain WSHttpBinding, or "with-suite". Ends with 0, or with 1 and the exception.
/// </summary>
public static class CalculatorClient
{
    public static int Main(string[] arguments)
    {
        try
        {
            Call(Connect(arguments[0], arguments[1], BindingOf(arguments[2], arguments[4]), arguments[3]));
            return 0;
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine(failure);
            return 1;
        }
    }

    private static Binding BindingOf(string suite, string kind)
    {
        return kind == "as-configured" ? DirectMode.AsConfigured(suite) : DirectMode.WithSuite(suite);
    }

    private static ICalculator Connect(string folder, string address, Binding binding, string client)
    {
        var identity = EndpointIdentity.CreateDnsIdentity("Contoso.com");
        var factory = new ChannelFactory<ICalculator>(binding, new EndpointAddress(new Uri(address), identity));
        factory.Endpoint.Behaviors.Remove<ClientCredentials>();
        factory.Endpoint.Behaviors.Add(new CalculatorClientCredentials());
        factory.Credentials.ClientCertificate.Certificate = Certificates.ReadWithKey(folder, client);
        var service = factory.Credentials.ServiceCertificate;
        service.DefaultCertificate = Certificates.Read(folder, "service");
        service.Authentication.CertificateValidationMode = X509CertificateValidationMode.Custom;
        service.Authentication.CustomCertificateValidator = new PinnedCertificate(service.DefaultCertificate);
        return factory.CreateChannel();
    }

    private static void Call(ICalculator calculator)
    {
        Print(calculator.Add(100, 15.99));
        Print(calculator.Subtract(145, 76.54));
        Print(calculator.Multiply(9, 81.25));
        Print(calculator.Divide(22, 7));
        Console.WriteLine(calculator.GetCallerIdentity());
        ((ICommunicationObject)calculator).Close();
    }

    private static void Print(double result)
    {
        Console.WriteLine(result.ToString("R", CultureInfo.InvariantCulture));
    }
}
