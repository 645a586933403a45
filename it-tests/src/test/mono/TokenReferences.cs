// SPDX-License-Identifier: Apache-2.0
using System.IdentityModel.Selectors;
using System.IdentityModel.Tokens;
using System.ServiceModel;
using System.ServiceModel.Description;
using System.ServiceModel.Security;
using System.Xml;

/// <summary>
/// Reads the references to derived keys that WCF writes. WCF gives them the ValueType .../sc/dk; Mono throws at it, but finds the same
/// key when the attribute is absent.
/// </summary>
public sealed class TokenReferences : WSSecurityTokenSerializer
{
    private const string Security = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private const string DerivedKey = "http://schemas.xmlsoap.org/ws/2005/02/sc/dk";
    private const bool EmitBasicSecurityProfile = true;

    public TokenReferences() : base(SecurityVersion.WSSecurity11, EmitBasicSecurityProfile)
    {
    }

    protected override SecurityKeyIdentifierClause ReadKeyIdentifierClauseCore(XmlReader reader)
    {
        var clause = (XmlElement)new XmlDocument().ReadNode(reader);
        XmlElement reference = clause["Reference", Security];
        if (reference != null && reference.GetAttribute("ValueType") == DerivedKey)
        {
            reference.RemoveAttribute("ValueType");
        }
        var nodes = new XmlNodeReader(clause);
        nodes.Read();
        return base.ReadKeyIdentifierClauseCore(nodes);
    }
}

/// <summary>Credentials of a service that reads WCF's references.</summary>
public sealed class CalculatorServiceCredentials : ServiceCredentials
{
    public CalculatorServiceCredentials()
    {
    }

    private CalculatorServiceCredentials(CalculatorServiceCredentials other) : base(other)
    {
    }

    protected override ServiceCredentials CloneCore()
    {
        return new CalculatorServiceCredentials(this);
    }

    public override SecurityTokenManager CreateSecurityTokenManager()
    {
        return new Manager(this);
    }

    private sealed class Manager : ServiceCredentialsSecurityTokenManager
    {
        public Manager(ServiceCredentials credentials) : base(credentials)
        {
        }

        public override SecurityTokenSerializer CreateSecurityTokenSerializer(SecurityTokenVersion version)
        {
            return new TokenReferences();
        }
    }
}

/// <summary>Credentials of a client that reads WCF's references.</summary>
public sealed class CalculatorClientCredentials : ClientCredentials
{
    public CalculatorClientCredentials()
    {
    }

    private CalculatorClientCredentials(CalculatorClientCredentials other) : base(other)
    {
    }

    protected override ClientCredentials CloneCore()
    {
        return new CalculatorClientCredentials(this);
    }

    public override SecurityTokenManager CreateSecurityTokenManager()
    {
        return new Manager(this);
    }

    private sealed class Manager : ClientCredentialsSecurityTokenManager
    {
        public Manager(ClientCredentials credentials) : base(credentials)
        {
        }

        public override SecurityTokenSerializer CreateSecurityTokenSerializer(SecurityTokenVersion version)
        {
            return new TokenReferences();
        }
    }
}
