namespace MultiLLM.Core.Runners;

/// <summary>Starts empty runners.</summary>
internal interface IRunnerLauncher
{
    /// <summary>A runner that is connected and has greeted. Fails with <see cref="Errors.MultiLLMException"/>.</summary>
    Task<RunnerProcess> StartAsync(CancellationToken cancellationToken);
}
