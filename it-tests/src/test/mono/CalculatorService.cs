// SPDX-License-Identifier: Apache-2.0
using System;
using System.IdentityModel.Tokens;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.ServiceModel;
using System.ServiceModel.Security;

/// <summary>The calculator, hosted by Mono.</summary>
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

    /// <summary>Asks the message: there is no ServiceSecurityContext.Current in Mono.</summary>
    public string GetCallerIdentity()
    {
        var endorsing = OperationContext.Current.IncomingMessageProperties.Security.IncomingSupportingTokens.Single();
        var certificate = ((X509SecurityToken)endorsing.SecurityToken).Certificate;
        return certificate.Subject + "; " + certificate.Thumbprint;
    }
}

/// <summary>Runs the calculator on a free port until its input ends. Arguments: FOLDER with certificates, SUITE.</summary>
public static class CalculatorService
{
    public static void Main(string[] arguments)
    {
        string address = "http://localhost:" + FreePort() + "/Calculator";
        var host = new ServiceHost(typeof(Calculator));
        // Mono takes no notice of host.Credentials.
        host.Description.Behaviors.Add(Credentials(arguments[0]));
        host.AddServiceEndpoint(typeof(ICalculator), DirectMode.WithSuite(arguments[1]), address);
        host.Open();
        Console.WriteLine("READY " + address);
        Console.In.ReadToEnd();
        host.Close();
    }

    private static CalculatorServiceCredentials Credentials(string folder)
    {
        var credentials = new CalculatorServiceCredentials();
        credentials.ServiceCertificate.Certificate = Certificates.ReadWithKey(folder, "service");
        var clients = credentials.ClientCertificate.Authentication;
        clients.CertificateValidationMode = X509CertificateValidationMode.Custom;
        clients.CustomCertificateValidator = new PinnedCertificate(Certificates.Read(folder, "client"));
        return credentials;
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        finally
        {
            listener.Stop();
        }
    }
}
