using MultiLLM.Client;

namespace MultiLLM.Cli.Hosting;

/// <summary>The service a command is for, and the key that it is asked with.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="ApiKey">Null: none.</param>
internal sealed record ServiceTarget(Uri Address, string? ApiKey)
{
    public MultiLLMClient Client() => new(Address, new MultiLLMClientOptions { ApiKey = ApiKey });

    /// <summary>Without the key.</summary>
    public override string ToString() => ServiceAddress.Show(Address);
}
