Console.WriteLine("vera-gcstress");
