using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Acquisition.Hub;
using MultiLLM.Core.Errors;
using MultiLLM.TestHub;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Acquisition;

/// <summary>The hub's token goes to the hub and to nobody else.</summary>
public sealed class CredentialTests : IAsyncLifetime
{
    private const string Token = "hf_secretToken";
    private Hub _hub = null!;
    private HubFile _file = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await Hub.StartAsync();
        _file = _hub.Add(PullRig.Repository, "m.gguf", PullRig.Model());
        _file.Token = Token;
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Pull_GatedWithToken_SendsItToTheHubOnly()
    {
        await using var rig = await WithTokenAsync(Token);
        _file.Refusals.Enqueue(new Refusal(403, AtStorage: true));

        (await rig.PullAsync("m.gguf")).OrThrow();

        Assert.NotEmpty(_hub.StorageRequests);
        Assert.All(_hub.Requests, request => Assert.Equal(request.AtStorage ? null : $"Bearer {Token}", request.Authorization));
        Assert.DoesNotContain(PullRig.FilesIn(rig.Home), file => File.ReadAllText(Path.Combine(rig.Home, file)).Contains(Token));
    }

    [Fact]
    public async Task Pull_StorageSendsBackToTheHub_GetsNoTokenThere()
    {
        await using var elsewhere = await Hub.StartAsync();
        var bounce = elsewhere.Add("a/b", "m.gguf", _file.Content);
        bounce.RedirectTo = $"{_hub.Endpoint}/{PullRig.Repository}/resolve/main/m.gguf";
        _file.RedirectTo = $"{elsewhere.Endpoint}/a/b/resolve/main/m.gguf";
        await using var rig = await WithTokenAsync(Token);

        Assert.False((await rig.PullAsync("m.gguf")).IsSuccess);

        Assert.All(elsewhere.Requests, request => Assert.Null(request.Authorization));
        Assert.Contains(_hub.Requests, request => request.Authorization is null);
    }

    [Fact]
    public async Task Pull_GatedWithoutToken_SaysWhatToDo()
    {
        await using var rig = await WithTokenAsync("");

        var error = (await rig.PullAsync("m.gguf")).Error;

        Assert.Equal(ErrorCode.ModelGated, error?.Code);
        Assert.Contains($"accept its licence at {_hub.Endpoint}/{PullRig.Repository}", error?.Message);
        Assert.Contains("set HF_TOKEN", error?.Message);
    }

    [Fact]
    public async Task Pull_GatedWithAnothersToken_SaysWhatToCheckAndNotTheToken()
    {
        await using var rig = await WithTokenAsync("hf_other");

        var error = (await rig.PullAsync("m.gguf")).Error;

        Assert.Equal(ErrorCode.ModelGated, error?.Code);
        Assert.Contains("check that HF_TOKEN is valid", error?.Message);
        Assert.DoesNotContain("hf_other", error?.Message);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/x", "not plain http")]
    [InlineData("http://user:password@127.0.0.1/x", "not plain http")]
    [InlineData("file:///etc/passwd", "not plain http")]
    public async Task Pull_RedirectToNoPlainAddress_IsRefused(string location, string what)
    {
        (_file.Token, _file.RedirectTo) = (null, location);
        await using var rig = await WithTokenAsync(Token);

        var error = (await rig.PullAsync("m.gguf")).Error;

        Assert.Equal(ErrorCode.TransferFailed, error?.Code);
        Assert.Contains(what, error?.Message);
    }

    [Fact]
    public async Task Pull_RedirectsInACircle_IsRefusedInBoundedTime()
    {
        (_file.Token, _file.RedirectTo) = (null, $"{_hub.Endpoint}/{PullRig.Repository}/resolve/main/m.gguf");
        await using var rig = await WithTokenAsync(Token);

        var error = (await rig.PullAsync("m.gguf")).Error;

        Assert.Equal(ErrorCode.TransferFailed, error?.Code);
        Assert.Contains("more than 8 times", error?.Message);
    }

    [Theory]
    [InlineData(PullOptions.PublicHub, "/owner/model", "hf_stored")]
    [InlineData("https://hub.example", "/owner/model", null)]
    public void StoredToken_GoesToThePublicHubOnly(string endpoint, string path, string? expected)
    {
        using var folder = new TempFolder();
        File.WriteAllText(Path.Combine(folder.Path, "token"), "hf_stored\n");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("HF_HOME", folder.Path)]).Build();
        var credentials = new HubCredentials(Options.Create(new PullOptions { Endpoint = endpoint }), configuration);

        Assert.Equal(expected, credentials.For(new Uri(endpoint + path))?.Parameter);
        Assert.Null(credentials.For(new Uri("https://storage.example/x")));
        Assert.Null(credentials.For(new Uri(endpoint.Replace("https", "http") + path)));
    }

    [Fact]
    public void Token_OverPlainHttpToAnotherMachine_IsNotSent()
    {
        var credentials = new HubCredentials(Options.Create(new PullOptions { Endpoint = "http://hub.example", Token = Token }), new ConfigurationBuilder().Build());

        Assert.Null(credentials.For(new Uri("http://hub.example/x")));
    }

    [Theory]
    [InlineData("HF_ENDPOINT", "ftp://hub")]
    [InlineData("HF_ENDPOINT", "https://user:password@hub")]
    [InlineData("HF_ENDPOINT", "nonsense")]
    [InlineData("HF_TOKEN", "two\nlines")]
    public async Task Options_BadValue_IsNamedWithoutTheSecret(string key, string value)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => PullRig.StartAsync(_hub, null, null, (key, value)));

        Assert.Contains(key, error.Message);
        Assert.DoesNotContain("password", error.Message);
        Assert.DoesNotContain("lines", error.Message);
    }

    private Task<PullRig> WithTokenAsync(string token) => PullRig.StartAsync(_hub, null, null, ("HF_TOKEN", token));
}
