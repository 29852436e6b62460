using TorchSharp;
using static TorchSharp.torch;

namespace StarterModels.Trainer.Training;

/// <summary>
/// Runs one job per replica at once, each on a thread of its own with torch single-threaded: with short samples that is twice
/// as fast as torch's own threads, whose barriers spin.
/// </summary>
internal static class ReplicaWorkers
{
    public const int Count = 2;

    /// <param name="backward">Given the replica's number: builds the loss and goes backward; returns the loss.</param>
    /// <returns>The sum of the losses.</returns>
    public static double Run(Func<int, double> backward)
    {
        var losses = new double[Count];
        Parallel.For(0, Count, new ParallelOptions { MaxDegreeOfParallelism = Count }, replica =>
        {
            set_num_threads(1);
            using var scope = NewDisposeScope();
            losses[replica] = backward(replica);
        });
        return losses.Sum();
    }
}
