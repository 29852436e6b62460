using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Backends.Remote;

/// <summary>Servers that speak HTTP/2 over TLS, with a certificate of an authority that the configuration names.</summary>
public sealed class Http2Tests : IAsyncLifetime
{
    private const string Word = """{"id":"x","choices":[{"index":0,"delta":{"content":"one"},"finish_reason":null}]}""";

    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<(string Protocol, string Connection)> _asked = [];
    private X509Certificate2 _authority = null!;
    private OpenAIStub _server = null!;

    public async ValueTask InitializeAsync()
    {
        _authority = Authority();
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
        _server = await OpenAIStub.StartHttp2Async(Certificate("127.0.0.1"));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Chat_OverTls_StreamsEachWordAsItComes()
    {
        var goOn = new TaskCompletionSource();
        Answer(async context =>
        {
            await OpenAIStub.ChunkAsync(context, Word);
            await goOn.Task;
            await OpenAIStub.SayAsync(context, " two");
        });
        await using var world = await WorldAsync();

        var heard = new List<string>();
        await foreach (var update in world.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "hello")], new GenerationOptions { ModelId = "far" }))
        {
            heard.Add(update.Text);
            goOn.TrySetResult(); // only now, so the first word came before the second was said
        }

        Assert.Equal("one two", string.Concat(heard));
        Assert.Equal("HTTP/2", Assert.Single(_asked).Protocol);
    }

    [Fact]
    public async Task Chat_SeveralAtOnce_ShareAConnection()
    {
        const int AtOnce = 5;
        await using var world = await WorldAsync();
        Answer(context => OpenAIStub.SayAsync(context, "one"));
        await world.AskAsync();
        var (there, all) = (0, new TaskCompletionSource());
        Answer(async context =>
        {
            if (Interlocked.Increment(ref there) == AtOnce)
                all.SetResult();
            await all.Task; // none is answered before all are under way
            await OpenAIStub.SayAsync(context, "one");
        });

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => world.AskAsync()));

        Assert.Equal(AtOnce + 1, _asked.Count);
        Assert.Single(_asked.Select(asked => asked.Connection).Distinct());
    }

    [Fact]
    public async Task Chat_CallerLeaves_TheServerSeesItAndTheConnectionStays()
    {
        var left = new TaskCompletionSource();
        Answer(async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            await OpenAIStub.ChunkAsync(context, Word);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var world = await WorldAsync();
        using var caller = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in world.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "hello")], new GenerationOptions { ModelId = "far" }, caller.Token))
                await caller.CancelAsync();
        });

        await left.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Answer(context => OpenAIStub.SayAsync(context, "again"));
        Assert.Equal("again", Text(await world.AskAsync()));
        Assert.Single(_asked.Select(asked => asked.Connection).Distinct());
    }

    /// <summary>GOAWAY: what is under way ends well, and what comes next goes over a new connection.</summary>
    [Fact]
    public async Task Chat_ServerWishesToCloseMidAnswer_TheAnswerIsWholeAndTheNextOneToo()
    {
        Answer(async context =>
        {
            await OpenAIStub.ChunkAsync(context, Word);
            context.Connection.RequestClose();
            await OpenAIStub.SayAsync(context, " two", " three");
        });
        await using var world = await WorldAsync();

        Assert.Equal("one two three", Text(await world.AskAsync()));
        Answer(context => OpenAIStub.SayAsync(context, "new"));
        Assert.Equal("new", Text(await world.AskAsync()));

        Assert.Equal(2, _asked.Select(asked => asked.Connection).Distinct().Count());
    }

    [Fact]
    public async Task Chat_ServerResetsTheStreamMidAnswer_FailsAndOthersOnTheConnectionDoNot()
    {
        var (bothHeard, goOn, words, isBroken) = (new TaskCompletionSource(), new TaskCompletionSource(), 0, 0);
        Answer(async context =>
        {
            await OpenAIStub.ChunkAsync(context, Word);
            await bothHeard.Task;
            if (Interlocked.Exchange(ref isBroken, 1) == 0)
            {
                context.Abort();
                return;
            }
            await goOn.Task;
            await OpenAIStub.SayAsync(context, " two");
        });
        await using var world = await WorldAsync();

        var (one, other) = (HearAsync(), HearAsync());
        var reset = await Task.WhenAny(one, other);
        var error = (await Assert.ThrowsAsync<MultiLLMException>(() => reset)).Error;
        goOn.SetResult();

        Assert.Equal(ErrorCode.BackendFailed, error.Code);
        Assert.Contains("broke its reply off", error.Message);
        Assert.Equal("one two", await (reset == one ? other : one));

        async Task<string> HearAsync()
        {
            var heard = "";
            await foreach (var update in world.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "hello")], new GenerationOptions { ModelId = "far" }))
            {
                heard += update.Text;
                if (update.Text == "one" && Interlocked.Increment(ref words) == 2)
                    bothHeard.SetResult();
            }
            return heard;
        }
    }

    [Fact]
    public async Task Chat_AuthorityNotConfigured_IsRefused()
    {
        await using var world = await RemoteWorld.StartAsync(RemoteWorld.Server(_server, "a"));

        Assert.Contains("no secure connection", (await world.FailAsync()).Message);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Chat_CertificateForAnotherName_IsRefused()
    {
        await using var server = await OpenAIStub.StartHttp2Async(Certificate("127.0.0.2"));
        await using var world = await RemoteWorld.StartWithAsync([("Backends:AuthorityFile", AuthorityFile)], RemoteWorld.Server(server, "a"));

        Assert.Contains("no secure connection", (await world.FailAsync()).Message);
        Assert.Empty(server.Requests);
    }

    private string AuthorityFile => Path.Combine(_folder.Path, "authority.pem");

    private Task<RemoteWorld> WorldAsync() => RemoteWorld.StartWithAsync([("Backends:AuthorityFile", AuthorityFile)], RemoteWorld.Server(_server, "a"));

    private void Answer(Func<HttpContext, Task> answer) => _server.Answer = context =>
    {
        _asked.Enqueue((context.Request.Protocol, context.Connection.Id));
        return answer(context);
    };

    private static string Text(IEnumerable<ChatResponseUpdate> updates) => string.Concat(updates.Select(update => update.Text));

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
    }

    private X509Certificate2 Certificate(string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var issued = request.Create(_authority, _authority.NotBefore, _authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
