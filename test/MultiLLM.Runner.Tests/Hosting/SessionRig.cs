using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;
using Google.Protobuf;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Hosting;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Tests.Hosting;

/// <summary>A session with a starter model over a real socket, in this process.</summary>
public class SessionRig : IAsyncLifetime
{
    // A runner holds one model and reads its sizes from the engine's log; here several load in one process.
    private static readonly SemaphoreSlim s_loading = new(1, 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("multillm-test-").FullName;
    private readonly ConcurrentDictionary<ulong, Channel<FromRunner>> _replies = new();
    private NetworkStream? _stream;
    private ParentConnection? _connection;
    private ulong _lastId;

    public ModelLoaded Loaded { get; private set; } = new();
    protected string ModelFile { get; init; } = "starter-chat.gguf";
    protected LoadModel Order { get; init; } = new() { ContextLength = 512, KvCells = 1024, Slots = 4 };

    public async ValueTask InitializeAsync()
    {
        var path = Path.Combine(_folder, "s");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        _connection = ParentConnection.Connect(path);
        _stream = new NetworkStream(await listener.AcceptAsync(), ownsSocket: true);
        NativeLibraries.Load();
        var session = new RunnerSession(_connection, TimeProvider.System);
        _ = _connection.ReadAsync(session.Handle);
        _ = Task.Run(Dispatch);
        Order.Path = Path.Combine(ModelsFolder(), ModelFile);
        await s_loading.WaitAsync();
        try
        {
            await foreach (var reply in Ask(new ToRunner { Load = Order }))
            {
                Assert.Null(reply.Failure);
                Loaded = reply.Loaded ?? Loaded;
            }
        }
        finally
        {
            s_loading.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
            await _stream.DisposeAsync();
        _connection?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Sends a request; yields its replies up to the one that ends it.</summary>
    public async IAsyncEnumerable<FromRunner> Ask(ToRunner message)
    {
        await foreach (var reply in Start(message).ReadAllAsync().WithCancellation(new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token))
            yield return reply;
    }

    public ChannelReader<FromRunner> Start(ToRunner message)
    {
        message.RequestId = Interlocked.Increment(ref _lastId);
        var channel = Channel.CreateUnbounded<FromRunner>();
        _replies[message.RequestId] = channel;
        Send(message);
        return channel;
    }

    public void Send(ToRunner message)
    {
        lock (_replies)
            message.WriteDelimitedTo(_stream);
    }

    public async Task<Answer> Generate(Generate order)
    {
        var answer = new Answer();
        await foreach (var reply in Ask(new ToRunner { Generate = order }))
            answer.Add(reply);
        return answer;
    }

    public static Generate Chat(string message, Action<Generate>? change = null)
    {
        var order = new Generate { Chat = new ChatPrompt(), Sampling = new Contracts.Runner.Sampling { Temperature = 0 } };
        order.Chat.Messages.Add(new ChatMessage { Role = "user", Content = message });
        change?.Invoke(order);
        return order;
    }

    private async Task Dispatch()
    {
        await using var buffered = new BufferedStream(_stream!);
        try
        {
            while (true)
            {
                var reply = FromRunner.Parser.ParseDelimitedFrom(buffered);
                if (!_replies.TryGetValue(reply.RequestId, out var channel))
                    continue;
                channel.Writer.TryWrite(reply);
                if (reply.BodyCase is not (FromRunner.BodyOneofCase.Started or FromRunner.BodyOneofCase.Delta or FromRunner.BodyOneofCase.LoadProgress))
                    channel.Writer.Complete();
            }
        }
        catch (Exception e) when (e is IOException or InvalidProtocolBufferException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    internal static string ModelsFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MultiLLM.slnx")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "models", "starter");
    }
}

/// <summary>All that one generation was answered with.</summary>
public sealed class Answer
{
    public string Text { get; private set; } = "";
    public GenerationStarted? Started { get; private set; }
    public GenerationFinished? Finished { get; private set; }
    public Failure? Failure { get; private set; }
    public List<TokenLogprob> LogProbs { get; } = [];
    public uint DeltaTokens { get; private set; }

    public void Add(FromRunner reply)
    {
        Started ??= reply.Started;
        Finished = reply.Finished;
        Failure = reply.Failure;
        if (reply.Delta is not { } delta)
            return;
        Text += delta.Text;
        DeltaTokens += delta.Tokens;
        LogProbs.AddRange(delta.Logprobs);
    }
}
