namespace MultiLLM.Core.Comparisons.Votes;

/// <summary>A small symmetric, positive definite matrix as the product of a triangle and its mirror image.</summary>
internal sealed class Cholesky
{
    private readonly double[,] _lower;
    private readonly int _size;

    public Cholesky(double[,] matrix)
    {
        _size = matrix.GetLength(0);
        _lower = new double[_size, _size];
        for (var i = 0; i < _size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var rest = matrix[i, j];
                for (var k = 0; k < j; k++)
                    rest -= _lower[i, k] * _lower[j, k];
                _lower[i, j] = i == j ? Math.Sqrt(rest) : rest / _lower[j, j];
            }
        }
    }

    /// <summary>x of matrix · x = right.</summary>
    public double[] Solve(double[] right)
    {
        var x = (double[])right.Clone();
        for (var i = 0; i < _size; i++)
        {
            for (var k = 0; k < i; k++)
                x[i] -= _lower[i, k] * x[k];
            x[i] /= _lower[i, i];
        }
        for (var i = _size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < _size; k++)
                x[i] -= _lower[k, i] * x[k];
            x[i] /= _lower[i, i];
        }
        return x;
    }

    public double[] InverseDiagonal() => [.. Enumerable.Range(0, _size).Select(i =>
    {
        var unit = new double[_size];
        unit[i] = 1;
        return Solve(unit)[i];
    })];
}
