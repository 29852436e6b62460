namespace MultiLLM.SelectionBench.World;

/// <summary>Numbers that look random and are the same in every run.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    public double Uniform() => _random.NextDouble();

    public double Between(double least, double most) => least + ((most - least) * _random.NextDouble());

    public int Below(int count) => _random.Next(count);

    public T Of<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>Of mean 0.</summary>
    public double Normal(double deviation) => deviation * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>Around 1, as often half as double.</summary>
    public double Factor(double deviation) => Math.Exp(Normal(deviation));

    public double Gap(double mean) => -mean * Math.Log(1 - _random.NextDouble());
}
