// SPDX-License-Identifier: Apache-2.0
using System;
using System.ServiceModel;

/// <summary>The calculator, hosted by WCF.</summary>
public sealed class Calculator : ICalculator
{
    public double Add(double n1, double n2)
    {
        return n1 + n2;
    }

    public double Subtract(double n1, double n2)
    {
        return n1 - n2;
    }

    public double Multiply(double n1, double n2)
    {
        return n1 * n2;
    }

    public double Divide(double n1, double n2)
    {
        return n1 / n2;
    }

    public string GetCallerIdentity()
    {
        return OperationContext.Current.ServiceSecurityContext.PrimaryIdentity.Name;
    }
}

/// <summary>Serves the calculator until its input ends.</summary>
public static class Service
{
    public static int Main(string[] arguments)
    {
        try
        {
            Serve(new Settings(arguments));
            return 0;
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine(failure);
            return 1;
        }
    }

    private static void Serve(Settings settings)
    {
        var host = new ServiceHost(typeof(Calculator));
        host.Credentials.ServiceCertificate.Certificate = settings.WithKey("service");
        host.AddServiceEndpoint(typeof(ICalculator), settings.Binding(), settings.Address);
        host.Open();
        Console.WriteLine("READY " + settings.Address);
        Console.In.ReadToEnd();
        host.Close();
    }
}
