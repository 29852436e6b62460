using MultiLLM.Cli.Terminal;
using MultiLLM.Client;

namespace MultiLLM.Cli.Hosting;

/// <summary>The service a command talks to: the one at the address, or an own one where none is.</summary>
internal sealed class ServiceSession : IAsyncDisposable
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);
    private readonly CliContext _cli;
    private readonly ServiceTarget _target;
    private OwnServer? _own;

    private ServiceSession(CliContext cli, ServiceTarget target, MultiLLMClient client, OwnServer? own)
    {
        _cli = cli;
        _target = target;
        _own = own;
        Client = client;
    }

    public MultiLLMClient Client { get; private set; }

    public bool IsOwn => _own is not null;

    /// <exception cref="CliFailure">No service, and none may or could be started.</exception>
    public static async Task<ServiceSession> ConnectAsync(CliContext cli, ServiceTarget target, bool startOwn, CancellationToken cancellationToken)
    {
        var address = target.Address;
        var client = target.Client();
        try
        {
            if (await AnswersAsync(cli, client, cancellationToken).ConfigureAwait(false))
            {
                return new ServiceSession(cli, target, client, null);
            }
        }
        catch
        {
            client.Dispose();
            throw;
        }

        client.Dispose();
        if (!startOwn || !address.IsLoopback)
        {
            throw new CliFailure(
                ExitCode.NoServer, "no_server", $"No service is running at {ServiceAddress.Show(address)}.{(address.IsLoopback ? " Start one: multillm serve" : "")}");
        }

        var own = await StartAsync(cli, cancellationToken).ConfigureAwait(false);
        target = target with { Address = own.Address };
        return new ServiceSession(cli, target, target.Client(), own);
    }

    /// <summary>Does the work; where an own server turns out to be gone before it took the request, starts another and does it again.</summary>
    public async Task RunAsync(Func<MultiLLMClient, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(Client, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (_own is not null)
        {
            // A connection that was kept open breaks where a new one would be refused.
            var dead = _own;
            if (exception.HttpRequestError != HttpRequestError.ConnectionError && !await dead.HasEndedAsync().ConfigureAwait(false))
            {
                throw;
            }

            _own = await StartAsync(_cli, cancellationToken).ConfigureAwait(false);
            Client.Dispose();
            Client = (_target with { Address = _own.Address }).Client();
            await dead.DisposeAsync().ConfigureAwait(false);
            await work(Client, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_own is not null)
        {
            await _own.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static Task<OwnServer> StartAsync(CliContext cli, CancellationToken cancellationToken) =>
        Spinner.WhileAsync(cli, "Starting the service", OwnServer.StartAsync(cli, cancellationToken));

    private static async Task<bool> AnswersAsync(CliContext cli, MultiLLMClient client, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ProbeLimit, cli.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await client.LiveAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            return false;
        }
        catch (Exception exception) when (exception is HttpRequestException or MultiLLMApiException)
        {
            throw new CliFailure(
                ExitCode.NoServer, "not_multillm", $"Something answers at {ServiceAddress.Show(client.BaseAddress)}, but it is not a MultiLLM service. Choose another address with --url or MULTILLM_URL.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliFailure(
                ExitCode.NoServer, "no_answer", $"{ServiceAddress.Show(client.BaseAddress)} takes connections but did not answer within {ProbeLimit.TotalSeconds:0} s.");
        }
    }
}
