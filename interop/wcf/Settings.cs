// SPDX-License-Identifier: Apache-2.0
using System;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using System.ServiceModel;

/// <summary>The arguments of both programs: MODE ADDRESS FOLDER. All that is not set here is WCF's default.</summary>
public sealed class Settings
{
    private readonly string mode;
    private readonly string folder;

    /// <exception cref="ArgumentException">If there are not three arguments.</exception>
    public Settings(string[] arguments)
    {
        if (arguments.Length != 3)
        {
            throw new ArgumentException(
                "Found " + arguments.Length + " arguments (expected: MODE ADDRESS FOLDER, where MODE is direct, session, negotiated or"
                + " negotiated-session, and FOLDER is the one that 'cert-tools init --out FOLDER' filled).");
        }
        mode = arguments[0];
        Address = new Uri(arguments[1]);
        folder = arguments[2];
    }

    public Uri Address { get; private set; }

    public bool Negotiates
    {
        get { return mode == "negotiated" || mode == "negotiated-session"; }
    }

    /// <summary>Message security with certificates, with the two switches of the mode.</summary>
    public WSHttpBinding Binding()
    {
        if (!Negotiates && mode != "direct" && mode != "session")
        {
            throw new ArgumentException(
                "The mode is '" + mode + "' (expected direct, session, negotiated or negotiated-session).");
        }
        var binding = new WSHttpBinding(SecurityMode.Message);
        binding.Security.Message.ClientCredentialType = MessageCredentialType.Certificate;
        binding.Security.Message.NegotiateServiceCredential = Negotiates;
        binding.Security.Message.EstablishSecurityContext = mode == "session" || mode == "negotiated-session";
        return binding;
    }

    /// <summary>NAME.p12 with its key, by the password in NAME.password.</summary>
    public X509Certificate2 WithKey(string name)
    {
        string password = File.ReadAllText(Path.Combine(folder, name + ".password")).Trim();
        return new X509Certificate2(Path.Combine(folder, name + ".p12"), password);
    }

    /// <summary>NAME.pem.</summary>
    public X509Certificate2 Certificate(string name)
    {
        return new X509Certificate2(Path.Combine(folder, name + ".pem"));
    }
}
