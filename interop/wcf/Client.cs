// SPDX-License-Identifier: Apache-2.0
using System;
using System.Globalization;
using System.ServiceModel;

/// <summary>Makes the five calls of WCF's sample client. Ends with 0, or with 1 and the exception.</summary>
public static class Client
{
    public static int Main(string[] arguments)
    {
        try
        {
            Call(new Settings(arguments));
            return 0;
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine(failure);
            return 1;
        }
    }

    private static void Call(Settings settings)
    {
        var identity = EndpointIdentity.CreateDnsIdentity("Contoso.com");
        var factory = new ChannelFactory<ICalculator>(settings.Binding(), new EndpointAddress(settings.Address, identity));
        factory.Credentials.ClientCertificate.Certificate = settings.WithKey("client");
        if (!settings.Negotiates)
        {
            factory.Credentials.ServiceCertificate.DefaultCertificate = settings.Certificate("service");
        }
        ICalculator calculator = factory.CreateChannel();
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
