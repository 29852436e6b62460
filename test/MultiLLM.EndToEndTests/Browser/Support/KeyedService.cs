using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.EndToEndTests.Support;

namespace MultiLLM.EndToEndTests.Browser.Support;

/// <summary>The real service that asks everybody for a key, this machine too.</summary>
public sealed class KeyedService : IAsyncLifetime
{
    public RunningService Service { get; } = new();

    /// <summary>Of an administrator called Ada.</summary>
    public string AdminKey { get; private set; } = "";

    /// <summary>Asks with <see cref="AdminKey"/>.</summary>
    public MultiLLMClient Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var made = await Command.RunCliAsync(Service.Sandbox, null, "keys", "create", "--role", "admin", "--name", "Ada", "--quiet");
        AdminKey = made.ExitCode == 0 ? made.Out.Trim() : throw new InvalidOperationException($"No key was made: {made}");
        Admin = With(AdminKey);
        Service.Sandbox.Extra["MULTILLM__GATEWAY__REQUIREKEYS"] = "true";
        await Service.InitializeAsync();
    }

    public MultiLLMClient With(string key) => new(new Uri(Service.Sandbox.Url), new MultiLLMClientOptions { ApiKey = key });

    public Task<IssuedKeyInfo> MakeKeyAsync(string role, string name) => Admin.CreateKeyAsync(new KeyRequest { Name = name, Role = role });

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Service.DisposeAsync();
    }
}
