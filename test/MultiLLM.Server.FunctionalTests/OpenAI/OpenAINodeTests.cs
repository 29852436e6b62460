using System.Diagnostics;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.OpenAI;

/// <summary>The official openai package for Node.js, unchanged; what it is asked and must answer stands in openai-node/check.mjs.</summary>
public sealed class OpenAINodeTests
{
    [Fact]
    public async Task OfficialPackage_AllChecks_Pass()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "test", "MultiLLM.Server.FunctionalTests", "openai-node");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules", "openai")), $"Run `npm ci` in {folder} first; ./test.sh does.");
        await using var service = await TestService.StartAsync();

        var start = new ProcessStartInfo("node", ["--test", "--test-reporter=spec", "check.mjs"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MULTILLM_URL"] = service.Url.ToString().TrimEnd('/') },
        };
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await node.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
        }

        Assert.True(node.HasExited && node.ExitCode == 0, await output + await errors);
        // Both aborted answers, the streamed and the whole one, must have stopped.
        Assert.True(await service.Chat.Cancelled.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.True(await service.Chat.Cancelled.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
